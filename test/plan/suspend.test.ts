import { describe, expect, it } from "vitest";
import { planYaml, refusal } from "../support/plan";

const app = (...steps: string[]) => `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components: [{name: web, type: webservice, properties: {image: "nginx:1"}}]
  policies: [{name: there, type: topology, properties: {clusters: [c1]}}]
  workflow:
    steps:
${steps.map((step) => `      - ${step}\n`).join("")}`;
const wait = (properties: string) => `{name: wait, type: suspend, properties: ${properties}}`;
const group = (timeout: string, sub: string) =>
  `{name: all, type: step-group, timeout: ${timeout}, subSteps: [${sub}]}`;
const step = (text: string, name = "wait") => planYaml(app(text)).steps.find((one) => one.name === name);

describe("a suspend step", () => {
  it("waits for an approval, with what the one who approves should know", () => {
    expect(step(wait("{message: look at the graphs}"))).toMatchObject({
      approval: true,
      message: "look at the graphs",
    });
    expect(step(wait('{duration: ""}'))?.approval).toBe(true);
  });

  it("waits in place up to the longest wait, and has time enough for it", () => {
    const waiting = step(wait("{duration: 10m}"));
    expect(waiting).toMatchObject({ approval: false, run: { type: "suspend", properties: { duration: "10m" } } });
    expect(waiting?.timeoutSeconds).toBeGreaterThan(600);
    expect(step(wait("{duration: 0s}"))).toMatchObject({ approval: false, deliveries: [] });
    expect(step(wait("{duration: 0s}"))?.run).toBeUndefined();
  });

  it("is held between runs when that would take longer", () => {
    const held = step(wait("{duration: 10m1s}"));
    expect(held).toMatchObject({ approval: true, holdSeconds: 601 });
    expect(held?.run).toBeUndefined();
  });

  it("waits in a group too, but not longer than the group may take", () => {
    expect(step(group("2m", wait("{duration: 90s}")))).toMatchObject({ run: {}, timeoutSeconds: 120 });
    expect(refusal(app(group("90s", wait("{duration: 90s}"))))).toMatchObject([
      {
        path: "spec.workflow.steps[0].subSteps[0].properties.duration",
        message: 'step "wait" waits 90s, but the timeout of its group ends it after 90 seconds',
      },
    ]);
  });

  it.each([
    ["{duration: soon}", "properties.duration"],
    ["{duration: 1.5h}", "properties.duration"],
  ])("is refused with %s", (properties, path) => {
    expect(refusal(app(wait(properties)))[0]?.path).toBe(`spec.workflow.steps[0].${path}`);
  });
});

describe("the timeout of a step-group", () => {
  const deploy = (more = "") => `{name: deploy, type: deploy, properties: {policies: [there]}${more}}`;
  const timeout = (text: string) => step(text, "deploy")?.timeoutSeconds;

  it("reaches its sub-steps, which may say less", () => {
    expect(timeout(group("1m", deploy()))).toBe(60);
    expect(timeout(group("1m", deploy(", timeout: 5s")))).toBe(5);
    expect(timeout(group("1m", deploy(", timeout: 5m")))).toBe(60);
    expect(timeout(`{name: all, type: step-group, subSteps: [${deploy()}]}`)).toBeUndefined();
  });

  it("is refused at the group when it is no time", () => {
    expect(refusal(app(group("soon", deploy())))).toMatchObject([{ path: "spec.workflow.steps[0].timeout" }]);
  });
});
