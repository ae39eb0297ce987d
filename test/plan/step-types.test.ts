import { describe, expect, it } from "vitest";
import { REFUSED_STEP_TYPES, STEP_TYPES } from "../../plan/steps";
import { planYaml, refusal } from "../support/plan";

/** The workflow step definitions that KubeVela v1.10.9 brings along, deprecated ones included, and those of versions around it. */
const UPSTREAM = [
  ...["addon-operation", "apply-application", "apply-application-in-parallel", "apply-component", "apply-deployment"],
  ...["apply-object", "apply-remaining", "apply-terraform-config", "apply-terraform-provider", "build-push-image"],
  ...["chat-gpt", "check-metrics", "clean-jobs", "collect-service-endpoints", "create-config", "delete-config"],
  ...[
    "depends-on-app",
    "deploy",
    "deploy-cloud-resource",
    "deploy2env",
    "deploy2runtime",
    "export-data",
    "export-service",
  ],
  ...["export2config", "export2secret", "generate-jdbc-connection", "list-config", "notification"],
  ...["print-message-in-status", "read-config", "read-object", "request", "restart-workflow", "share-cloud-resource"],
  ...["step-group", "suspend", "vela-cli", "webhook"],
];
const app = (...steps: string[]) => `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components: [{name: web, type: webservice, properties: {image: "nginx:1"}}]
  policies: [{name: there, type: topology, properties: {clusters: [c1, c2], namespace: elsewhere}}]
  workflow:
    steps:
${steps.map((step) => `      - ${step}\n`).join("")}`;

describe("step types of KubeVela", () => {
  it.each(UPSTREAM)("%s works, or is refused with what to do instead", (name) => {
    if (STEP_TYPES.has(name)) return;
    const [finding, ...others] = refusal(app(`{name: a, type: ${name}, properties: {any: thing}}`));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: "not-supported", path: "spec.workflow.steps[0].type" });
    expect(finding?.message).toMatch(new RegExp(`^step "a": steps of type ${name} are not supported: \\w`));
    expect(finding?.hint).toMatch(/^\w/);
  });

  it("are not refused when they work", () => {
    expect([...REFUSED_STEP_TYPES.keys()].filter((name) => STEP_TYPES.has(name))).toEqual([]);
  });
});

describe("collect-service-endpoints", () => {
  const deploy = "{name: deploy, type: deploy, properties: {policies: [there]}}";
  const collect = (properties: string) => `{name: collect, type: collect-service-endpoints, properties: ${properties}}`;
  const planned = (properties: string) => planYaml(app(deploy, collect(properties))).steps[1];

  it("looks where the steps before it deliver to", () => {
    expect(planned("{outer: true}")).toMatchObject({
      reaches: ["c1", "c2"],
      run: {
        properties: {
          ...{ name: "shop", namespace: "demo", outer: true, protocal: "http" },
          places: [
            { cluster: "c1", namespace: "elsewhere" },
            { cluster: "c2", namespace: "elsewhere" },
          ],
        },
      },
    });
  });

  it("looks in all clusters for another Application", () => {
    expect(planned("{name: other}")).toMatchObject({
      reaches: ["local", "c1", "c2", "c3"],
      run: { properties: { name: "other", namespace: "demo", places: [{ cluster: "local" }, {}, {}, {}] } },
    });
  });

  it("is refused where there is nothing to look at yet", () => {
    expect(refusal(app(collect("{}"), deploy))).toMatchObject([
      { path: "spec.workflow.steps[0].type", hint: "put it behind the deploy steps" },
    ]);
  });
});
