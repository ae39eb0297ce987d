import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../tools/paths";
import { ClusterClient } from "./support/cluster";
import { application, raw, topology, web } from "./support/documents";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const namespace = "checks";
const [c1, c2] = [new ClusterClient("c1"), new ClusterClient("c2")];
const clusters = [c1, c2].map((client) => client.entry({ labels: { environment: "production" } }));

const service = (type: string) =>
  raw({ apiVersion: "v1", kind: "Service", metadata: { name: "door" }, spec: { type, ports: [{ port: 80 }] } });

let stack: Stack;

/** Writes an Application with a Service of one type and an image of one tag. */
function write(type: string, tag: string): Stack {
  const components = [web("web", { image: `registry.example/web:${tag}` }), service(type)];
  return stack.write(application({ namespace, components, policies: [topology("both", ["c1", "c2"])] }));
}

beforeAll(async () => {
  stack = await Stack.create("checks");
});

describe("flotilla's checks", () => {
  it("warn, and refuse before anything is touched", async () => {
    const checks = { "image-tag": "mandatory", replicas: "advisory" };
    write("ClusterIP", "latest").configure({ clusters, checks });
    const { code, output, steps } = await stack.up();
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /check image-tag: component "web" of checks\/app in clusters c1, c2: Deployment "web": .*web:latest/,
    );
    expect(output, "no stack trace").not.toMatch(/^ +at /m);
    expect(steps.filter(({ type }) => type.startsWith("kubernetes:"))).toEqual([]);
    expect(await c1.namespace(namespace)).toBeUndefined();

    const preview = await succeeded(write("ClusterIP", "1").preview());
    expect(preview.output).toMatch(/warning: .*check replicas: component "web".*must be at least 2/);
    expect(preview.output).not.toContain("check image-tag");
  });
});

describe("a policy pack of Pulumi", () => {
  const pack = ["--policy-pack", join(PROJECT_ROOT, "examples/policy-pack")];

  it("sees flotilla's objects, and refuses what it forbids", async () => {
    write("NodePort", "1").configure({ clusters });
    const { code, output } = await stack.preview(...pack);
    expect(code).not.toBe(0);
    expect(output).toContain("Service door is of type NodePort: take ClusterIP");
    expect(output).toContain('Deployment web has no label "team"');
  });

  it("lets everything else through", async () => {
    const { output } = await succeeded(write("ClusterIP", "1").preview(...pack));
    expect(output).toContain("has-team");
    expect(output).not.toContain("NodePort");
  });
});
