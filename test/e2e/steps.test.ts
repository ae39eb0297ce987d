import { beforeAll, describe, expect, it } from "vitest";
import { ClusterClient } from "./support/cluster";
import { changes } from "./support/events";
import { JOB } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const local = new ClusterClient("local");

/** A task, a look at how it went, and a task elsewhere if all is done. */
const CUSTOM = (note: string) => `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata:
  name: deploy-with-override
spec:
  components:
    - name: mytask
      type: task
      properties:
        image: bash
        count: 1
        cmd: ["echo",  "hello world"]
  policies:
    - name: target-default
      type: topology
      properties:
        clusters: ["local"]
        namespace: "default"
    - name: target-prod
      type: topology
      properties:
        clusters: ["local"]
        namespace: "prod"
    - name: override-annotations-1
      type: override
      properties:
        components:
          - type: task
            traits:
            - type: annotations
              properties:
                "description": "01 cron task - 1"
    - name: override-annotations-2
      type: override
      properties:
        components:
          - type: task
            traits:
            - type: annotations
              properties:
                "description": "${note}"
  workflow:
    steps:
      - type: deploy
        name: deploy-01
        properties:
          policies: ["target-default", "override-annotations-1"]
      - name: read-object
        type: read-object
        outputs:
          - name: ready
            valueFrom: output.value.status["ready"]
        properties:
          apiVersion: batch/v1
          kind: Job
          name: mytask
          namespace: default
          cluster: local
      - type: deploy
        name: deploy-02
        inputs:
          - from: ready
        if: inputs["ready"] == 0
        properties:
          policies: ["target-prod", "override-annotations-2"]
`;

describe("a step that reads an object, and one that depends on what it finds", () => {
  let stack: Stack;
  const inProd = async () =>
    (await local.get({ ...JOB, namespace: "prod", name: "deploy-with-override-mytask" }))?.metadata.annotations;

  beforeAll(async () => {
    stack = await Stack.create("custom-workflow");
    stack.configure({ clusters: [local.entry()] }).writeText(CUSTOM("02 cron task - 2"));
  });

  it("says in a preview that it is decided during up, and runs nothing", async () => {
    const { code, output } = await stack.preview();
    expect(code, output).toBe(0);
    expect(output).toContain('step "deploy-02" of default/deploy-with-override is decided during up');
    expect(output).toContain("if it runs, it delivers local/Job/deploy-with-override-mytask");
    expect(output).not.toContain("local/prod/Job/deploy-with-override-mytask");
  });

  it("runs as KubeVela's documentation has it", async () => {
    await succeeded(stack.up());
    expect(await inProd()).toMatchObject({ description: "02 cron task - 2" });
  });

  it("does nothing the second time, and knows what it decided before", async () => {
    const { output } = await succeeded(stack.preview("--expect-no-changes"));
    expect(output).not.toContain("decided during up");
    expect(changes((await succeeded(stack.up())).steps)).toEqual([]);
  });

  it("shows nothing as deleted while it is undecided after a change", async () => {
    stack.writeText(CUSTOM("changed"));
    const { output, steps } = await succeeded(stack.preview());
    expect(output).toContain("decided during up");
    expect(changes(steps)).toEqual(["update default/deploy-with-override/steps/read-object"]);
    await succeeded(stack.up());
    expect(await inProd()).toMatchObject({ description: "changed" });
  });
});
