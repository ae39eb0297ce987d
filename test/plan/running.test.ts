import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../model/documents";
import { planDeliveries } from "../../plan/deliveries";
import type { Progress } from "../../plan/running/types";
import { usedClusters } from "../../plan/used-clusters";
import { cluster, refusal, registry } from "../support/plan";

const read = (name: string, more = "") =>
  `      - {name: ${name}, type: read-object, properties: {apiVersion: v1, kind: ConfigMap, name: flags, cluster: c1}${more}}\n`;
const deploy = (name: string, topology: string, more = "") =>
  `      - {name: ${name}, type: deploy, properties: {policies: [${topology}]}${more}}\n`;
const READ = read("flags", ", outputs: [{name: level, valueFrom: output.value.data.level}]");

function app(steps: string, more: { mode?: string; component?: string } = {}): string {
  return `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components:
    - {name: web, type: webservice, properties: {image: "nginx:1"}${more.component ?? ""}}
  policies:
    - {name: t1, type: topology, properties: {clusters: [c1]}}
    - {name: t2, type: topology, properties: {clusters: [c2]}}
  workflow:
${more.mode ?? ""}    steps:
${steps}`;
}

const clusters = registry(cluster("c1"), cluster("c2"));

/** Plans with what a run knows; the nodes but markers, and what was decided. */
function plan(text: string, known: Partial<Progress> = {}) {
  const { documents } = parseDocuments([{ file: "app.yaml", text }]);
  const start: Progress = { values: new Map(), results: new Map(), decisions: new Map(), final: false, ...known };
  const options = { order: "barrier", createNamespaces: false, progress: new Map([["demo/shop", start]]) } as const;
  const [planned] = planDeliveries(documents, clusters, options);
  const nodes = planned?.graph.nodes.filter(({ kind }) => kind !== "marker").map(({ name }) => name);
  return { nodes, decisions: Object.fromEntries(planned?.decisions ?? []), open: planned?.open, plan: planned?.plan };
}

const value = (level: string | null, secret = false) => ({ values: new Map([["level", { value: level, secret }]]) });
const IF = ', inputs: [{from: level}], if: inputs.level == "high"';

describe("a step with an if", () => {
  const steps = `${deploy("first", "t1")}${READ}${deploy("second", "t2", IF)}`;

  it("waits for what it asks about, and nothing is said of it before", () => {
    const { nodes, open } = plan(app(steps));
    expect(nodes).toEqual(["c1/demo/Deployment/web", "demo/shop/steps/flags"]);
    expect(open).toEqual(["second"]);
  });

  it("runs when it is true, and is skipped when not", () => {
    expect(plan(app(steps), value("high")).decisions.second).toBe("run");
    expect(plan(app(steps), value("low")).decisions.second).toBe("skip");
    expect(plan(app(steps), value(null)).decisions.second).toBe("skip");
  });

  it("is undecided when nothing more will be known, and what comes after it is not", () => {
    const last = deploy("last", "t1").replace("[t1]", "[t1]");
    const { decisions, open } = plan(app(`${READ}${deploy("second", "t2", IF)}${last}`), { final: true });
    expect([decisions.second, decisions.last, open]).toEqual(["undecided", "run", []]);
  });

  it("is decided without running anything when it asks about nothing that runs", () => {
    const text = app(
      deploy("first", "t1", ', if: context.namespace == "demo"') + deploy("second", "t2", ", if: status.first.skipped"),
    );
    expect(plan(text).decisions).toEqual({ first: "run", second: "skip" });
  });

  it("reaches to the sub-steps of a group", () => {
    const group = `      - name: g\n        type: step-group\n        if: context.name == "other"\n        subSteps:\n    ${deploy("sub", "t1")}`;
    expect(plan(app(group)).decisions).toEqual({ g: "skip", sub: "skip" });
  });
});

describe("a step that asks how a group has ended", () => {
  const group = (...steps: string[]) =>
    `      - name: g\n        type: step-group\n        subSteps:\n${steps.map((step) => `    ${step}`).join("")}`;
  const reads = group(read("one"), read("two"));
  const asks = (what: string) => deploy("after", "t1", `, if: status.g.${what}`);
  const ended = (...phases: ("succeeded" | "failed")[]) => ({
    results: new Map(
      phases.map((phase, index) => [index === 0 ? "one" : "two", { phase, reason: "Timeout" }] as const),
    ),
  });

  it("is decided when all its steps have ended", () => {
    const text = app(`${reads}${asks("failed")}`);
    expect(plan(text, ended("failed")).decisions.after).toBeUndefined();
    expect(plan(text, ended("failed", "succeeded")).decisions.after).toBe("run");
    expect(plan(text, ended("succeeded", "succeeded")).decisions.after).toBe("skip");
    const late = plan(app(`${reads}${asks("timeout")}`), ended("succeeded", "failed"));
    expect(late.decisions).toMatchObject({ one: "run", two: "run", g: "stopped", after: "run" });
  });

  it("finds it skipped when it is skipped itself, or all its steps are", () => {
    const no = ', if: context.name == "other"';
    const each = group(deploy("one", "t1", no), deploy("two", "t2", no));
    expect(plan(app(`${each}${asks("skipped")}`)).decisions.after).toBe("run");
    const mixed = group(deploy("one", "t1", no), deploy("two", "t2"));
    expect(plan(app(`${mixed}${asks("skipped")}`)).decisions.after).toBe("skip");
    expect(plan(app(`${mixed}${asks("succeeded")}`)).decisions.after).toBe("run");
    const whole = group(deploy("one", "t1")).replace("type: step-group", `type: step-group\n        if: "false"`);
    expect(plan(app(`${whole}${asks("skipped")}`)).decisions.after).toBe("run");
  });

  it("is refused when nothing in it fails without ending the run", () => {
    const text = app(`${group(deploy("one", "t1"))}${asks("failed")}`);
    const message = expect.stringContaining('status.g.failed would tell nothing: when the delivery of "g" fails');
    expect(refusal(text)).toMatchObject([{ message }]);
  });
});

describe("a step that is skipped", () => {
  const skipped = deploy("first", "t1", ', if: context.name == "other"');

  it("is no reason to skip the next one, unless that depends on it", () => {
    const steps = `${skipped}${deploy("second", "t2")}${deploy("third", "t2", ", dependsOn: [second]")}`;
    expect(plan(app(steps)).decisions).toEqual({ first: "skip", second: "run", third: "run" });
    const dependent = `${skipped}${deploy("second", "t1", ", dependsOn: [first]")}${deploy("third", "t2", ", dependsOn: [second]")}`;
    expect(plan(app(dependent)).decisions).toEqual({ first: "skip", second: "skip", third: "skip" });
    const asking = `${skipped}${deploy("second", "t1", ", dependsOn: [first], if: always")}`;
    expect(plan(app(asking)).decisions).toEqual({ first: "skip", second: "run" });
  });
});

describe("a step that failed", () => {
  const failed = (name: string) => ({ results: new Map([[name, { phase: "failed" as const, message: "no" }]]) });
  const handled = read("tell", ", if: status.flags.failed");

  it("stops what comes after it, but not what asks for failures", () => {
    const steps = `${READ}${deploy("second", "t2")}${handled}${read("last", ", if: always")}`;
    expect(plan(app(steps), failed("flags")).decisions).toEqual({
      flags: "run",
      second: "stopped",
      tell: "run",
      last: "run",
    });
    expect(plan(app(steps), { results: new Map([["flags", { phase: "succeeded" }]]) }).decisions.tell).toBe("skip");
  });

  it("stops what comes after the step that asked, too", () => {
    const steps = `${READ}${handled}${deploy("next", "t2")}${read("last", ", if: always")}${deploy("end", "t1")}`;
    const expected = { tell: "run", next: "stopped", last: "run", end: "stopped" };
    expect(plan(app(steps), failed("flags")).decisions).toMatchObject(expected);
  });

  it("lets nothing behind it start before it has ended, when its failure does not end the run", () => {
    const steps = `${READ}${read("last", ", if: always")}${deploy("end", "t1")}`;
    expect(plan(app(steps))).toMatchObject({ open: ["end"], decisions: { flags: "run", last: "run" } });
    const both = [["flags", "last"].map((name) => [name, { phase: "succeeded" }] as const)].flat();
    expect(plan(app(steps), { results: new Map(both) }).decisions.end).toBe("run");
    expect(plan(app(steps), { final: true }).decisions.end, "in a preview").toBe("run");
  });

  it("may fail without ending the run only when somebody asks", () => {
    const steps = (more: string) => plan(app(`${READ}${more}`)).plan?.steps.map(({ run }) => run?.mayFail);
    expect(steps(handled)).toEqual([true, false]);
    expect(steps(read("other"))).toEqual([false, false]);
  });
});

it("clusters of steps that are decided later are reached from the beginning", () => {
  const first = read("flags", ", outputs: [{name: level, valueFrom: output.value.data.level}]").replace("c1", "local");
  const { documents } = parseDocuments([
    { file: "app.yaml", text: app(`${first}${deploy("a", "t1", IF)}${deploy("b", "t2")}`) },
  ]);
  const planned = planDeliveries(documents, clusters, { order: "barrier", createNamespaces: false });
  expect(planned[0]?.open).toEqual(["a", "b"]);
  expect(usedClusters(planned).sort()).toEqual(["c1", "c2", "local"]);
});

describe("an input", () => {
  it("fills in properties of a component, over what overrides say", () => {
    const component = ", inputs: [{from: level, parameterKey: image}]";
    const text = app(`${READ}${deploy("first", "t1")}`, { component });
    expect(plan(text).open).toEqual(["first"]);
    const { plan: filled } = plan(text, value("nginx:2", true));
    expect(JSON.stringify(filled?.steps[1]?.deliveries)).toContain('"image":"nginx:2"');
    expect(filled?.steps[1]?.secret).toBe(true);
  });

  it("makes a step wait for the one that gives it, in every mode", () => {
    const text = app(`${deploy("first", "t1", ", inputs: [{from: level}], if: inputs.level != null")}${READ}`, {
      mode: "    mode: {steps: DAG}\n",
    });
    expect(plan(text).plan?.steps[0]?.after).toEqual(["flags"]);
  });
});

describe("what can be known to be wrong", () => {
  it.each([
    [
      deploy("a", "t1", ", if: inputs.x = 1"),
      "spec.workflow.steps[0].if",
      'step "a": a comparison is written == (at character 10)',
    ],
    [deploy("a", "t1", ", if: inputs.x == 1"), "spec.workflow.steps[0].if", 'step "a": it has no input "x"'],
    [deploy("a", "t1", ", if: 1 + 1"), "spec.workflow.steps[0].if", 'step "a": if must be true or false'],
    [deploy("a", "t1", ", if: statu.b.failed"), "spec.workflow.steps[0].if", 'step "a": there is no "statu"'],
    [
      read("a-1") + deploy("c", "t1", ", if: status.a-1.failed"),
      "spec.workflow.steps[1].if",
      'step "c": status.a is followed by a minus',
    ],
    [deploy("a", "t1", ", if: status.b.failed"), "spec.workflow.steps[0].if", 'step "a": there is no step "b"'],
    [
      deploy("a", "t1") + deploy("b", "t2", ", if: status.a.failed"),
      "spec.workflow.steps[1].if",
      'step "b": status.a.failed would tell nothing: when the delivery of "a" fails, the run ends',
    ],
    [deploy("a", "t1", ", inputs: [{from: x}]"), "spec.workflow.steps[0].inputs[0].from", 'no step has an output "x"'],
    [
      READ + deploy("a", "t1", ", inputs: [{from: level, parameterKey: policies}]"),
      "spec.workflow.steps[1].inputs[0].parameterKey",
      'step "a": no input can change where a step of type deploy delivers, which is planned before anything runs',
    ],
    [
      deploy("a", "t1", ", outputs: [{name: x, valueFrom: a}]"),
      "spec.workflow.steps[0].outputs",
      'step "a": a step of type deploy has no outputs',
    ],
    [deploy("a", "t1", ", timeout: soon"), "spec.workflow.steps[0].timeout", '"soon" is no time of a second or more'],
    [
      "      - {name: a, type: vela-cli}\n",
      "spec.workflow.steps[0].type",
      'step "a": steps of type vela-cli are not supported: they run commands of any kind',
    ],
  ])("%#", (steps, path, message) => {
    expect(refusal(app(steps))).toMatchObject([{ path, message }]);
  });
});
