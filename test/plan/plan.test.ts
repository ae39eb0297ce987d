import { describe, expect, it } from "vitest";
import { resourceGraph } from "../../plan/graph";
import { planOutput, planRows } from "../../plan/output";
import { cluster, planYaml, refusal, registry } from "../support/plan";

/** An Application in namespace `demo` with one webservice, and whatever else its `spec` gets. */
function app(spec: string, components = "    - {name: web, type: webservice, properties: {image: nginx}}"): string {
  return `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components:
${components}
${spec}`;
}

const two = `  policies:
    - {name: a, type: topology, properties: {clusters: [c1]}}
    - {name: b, type: topology, properties: {clusters: [c2], namespace: other}}`;

function messages(findings: readonly { message: string }[]): string[] {
  return findings.map((finding) => finding.message);
}

describe("planApplication", () => {
  it("makes one step per topology, in policy order and each after the one before", () => {
    const { steps, warnings } = planYaml(app(two));
    expect(steps.map(({ name, type, after }) => ({ name, type, after }))).toEqual([
      { name: "deploy-a", type: "deploy", after: [] },
      { name: "deploy-b", type: "deploy", after: ["deploy-a"] },
    ]);
    expect(steps[1]?.placements).toEqual([{ cluster: "c2", namespace: "other" }]);
    expect(warnings).toEqual([]);
  });

  it("labels objects with who they belong to and where they are", () => {
    const [object] = planYaml(app(two)).steps[1]?.deliveries[0]?.objects ?? [];
    expect(object?.metadata).toEqual({
      name: "web",
      namespace: "other",
      labels: {
        "app.oam.dev/name": "shop",
        "app.oam.dev/namespace": "demo",
        "app.oam.dev/component": "web",
        "app.oam.dev/cluster": "c2",
        "app.oam.dev/resourceType": "WORKLOAD",
        "workload.oam.dev/type": "webservice",
      },
    });
  });

  it("is the same for the same input, and plain data", () => {
    const text = app(two);
    expect(JSON.stringify(planYaml(text))).toBe(JSON.stringify(planYaml(text)));
  });

  it("follows an explicit workflow, and dependsOn in a DAG", () => {
    const workflow = (mode: string) => `${two}
  workflow:
    mode: {steps: ${mode}}
    steps:
      - {name: one, type: deploy, properties: {policies: [a]}}
      - {name: two, type: deploy, properties: {policies: [b]}}
      - {name: three, type: suspend, dependsOn: [one]}`;
    expect(planYaml(app(workflow("StepByStep"))).steps.map((step) => step.after)).toEqual([
      [],
      ["one"],
      ["two", "one"],
    ]);
    expect(planYaml(app(workflow("DAG"))).steps.map((step) => step.after)).toEqual([[], [], ["one"]]);
  });

  it("makes steps from the topologies when the workflow it refers to has none", () => {
    const empty = `apiVersion: core.oam.dev/v1alpha1
kind: Workflow
metadata: {name: nothing, namespace: demo}
steps: []
---
`;
    const { steps } = planYaml(empty + app(`${two}\n  workflow: {ref: nothing}`));
    expect(steps.map(({ name }) => name)).toEqual(["deploy-a", "deploy-b"]);
  });

  it("marks steps that wait for an approval", () => {
    const { steps } = planYaml(
      app(`${two}
  workflow:
    steps:
      - {name: one, type: deploy, properties: {policies: [a]}}
      - {name: wait, type: suspend}
      - {name: two, type: deploy, properties: {policies: [b], auto: false}}`),
    );
    expect(steps.map((step) => step.approval)).toEqual([false, true, true]);
    expect(steps[1]).toMatchObject({ placements: [], deliveries: [] });
  });

  it("delivers each component to `local` by itself when there are no policies", () => {
    const { steps } = planYaml(app(""));
    expect(steps).toMatchObject([
      { name: "web", type: "apply-component", placements: [{ cluster: "local", namespace: "demo" }] },
    ]);
  });

  it("counts a target named by two topologies once", () => {
    const { steps } = planYaml(
      app(`  policies:
    - {name: a, type: topology, properties: {clusters: [c1]}}
    - {name: b, type: topology, properties: {clusters: [c1], namespace: demo}}
  workflow: {steps: [{name: all, type: deploy, properties: {policies: [a, b]}}]}`),
    );
    expect(steps[0]?.placements).toEqual([{ cluster: "c1", namespace: "demo" }]);
    expect(steps[0]?.deliveries).toHaveLength(1);
  });

  it("renders for the Kubernetes version of each cluster", () => {
    const old = { ...cluster("c1"), version: { major: 1, minor: 18 } };
    const gateway = `    - name: web
      type: webservice
      properties: {image: nginx, port: 80}
      traits: [{type: gateway, properties: {domain: a.example, http: {"/": 80}}}]`;
    const text = app("  policies: [{name: a, type: topology, properties: {clusters: [c1, c2]}}]", gateway);
    const { steps } = planYaml(text, registry(old, cluster("c2")));
    const ingress = steps[0]?.deliveries.map(
      ({ objects }) => objects.find((object) => object.kind === "Ingress")?.apiVersion,
    );
    expect(ingress).toEqual(["networking.k8s.io/v1beta1", "networking.k8s.io/v1"]);
  });

  it("gives the hooks of a lifecycle trait to containers of later traits, too, as KubeVela does", () => {
    const components = `    - name: web
      type: worker
      properties: {image: nginx}
      traits:
        - {type: lifecycle, properties: {preStop: {exec: {command: [stop]}}}}
        - {type: lifecycle, properties: {postStart: {exec: {command: [start]}}}}
        - {type: sidecar, properties: {name: log, image: busybox}}
`;
    const [object] = planYaml(app("", components)).steps[0]?.deliveries[0]?.objects ?? [];
    const lifecycle = { preStop: { exec: { command: ["stop"] } }, postStart: { exec: { command: ["start"] } } };
    const pod = { template: { spec: { containers: [{ lifecycle }, { name: "log", lifecycle }] } } };
    expect(object).toMatchObject({ spec: pod });
  });

  it("warns of what has no effect", () => {
    const { warnings } = planYaml(
      app(`${two}
    - {name: unused, type: override, properties: {components: []}}
  workflow:
    steps:
      - {name: one, type: deploy, properties: {policies: [a]}}
      - {name: two, type: deploy, properties: {policies: [a, b]}}`),
    );
    expect(messages(warnings)).toEqual([
      'no step uses the policy "unused"',
      'Deployment "web" in cluster "c1" is delivered by step "one" and again by "two": the later one wins',
    ]);
    expect(warnings[0]).toMatchObject({ file: "app.yaml", line: 10, path: "spec.policies[2]" });
  });

  it("lets the last of several steps have an object that all deliver, which is made once", () => {
    const steps = (last: string) => `${two}
  workflow:
    steps:
      - {name: one, type: deploy, properties: {policies: [a]}}
      - {name: two, type: deploy, properties: {policies: [${last}]}}`;
    const made = (last: string) =>
      resourceGraph(planYaml(app(steps(last))), { order: "barrier", createNamespaces: false }).nodes.flatMap((node) =>
        node.kind === "object" ? [`${node.step} ${node.name}`] : [],
      );
    expect(made("a")).toEqual(["two c1/demo/Deployment/web"]);
    expect(made("b")).toEqual(["one c1/demo/Deployment/web", "two c2/other/Deployment/web"]);
  });

  it("leaves out a component that would wait for ever, with what depends on it", () => {
    const components = `    - {name: a, type: worker, dependsOn: [nope], properties: {image: x}}
    - {name: b, type: worker, dependsOn: [a], properties: {image: x}}
    - {name: c, type: worker, properties: {image: x}}`;
    const { steps, warnings } = planYaml(
      app("  policies: [{name: t, type: topology, properties: {clusters: [c1]}}]", components),
    );
    expect(steps[0]?.deliveries.map((delivery) => delivery.component)).toEqual(["c"]);
    expect(steps[0]?.waiting).toEqual([
      { component: "a", for: "nope" },
      { component: "b", for: "a" },
    ]);
    expect(warnings).toHaveLength(2);
  });
});

describe("planApplication refuses", () => {
  it.each([
    [
      "an unknown policy in a step",
      `${two}\n  workflow: {steps: [{name: s, type: deploy, properties: {policies: [aa]}}]}`,
      "unknown-policy",
    ],
    ["an unknown step type", "  workflow: {steps: [{name: s, type: deplyo}]}", "unknown-step-type"],
    ["an unknown cluster", "  policies: [{name: t, type: topology, properties: {clusters: [c9]}}]", "unknown-cluster"],
    [
      "labels no cluster has",
      "  policies: [{name: t, type: topology, properties: {clusterLabelSelector: {a: b}}}]",
      "no-cluster-matches",
    ],
    ["a topology without properties", "  policies: [{name: t, type: topology}]", "missing-field"],
    ["an unknown policy type", "  policies: [{name: t, type: topologie, properties: {}}]", "unknown-policy-type"],
    ["an unknown workflow", "  workflow: {ref: release}", "unknown-workflow"],
    [
      "steps that wait for each other",
      "  workflow: {mode: {steps: DAG}, steps: [{name: s, type: suspend, dependsOn: [t]}, {name: t, type: suspend, dependsOn: [s]}]}",
      "dependency-cycle",
    ],
    [
      "a step that waits for nobody",
      "  workflow: {steps: [{name: s, type: suspend, dependsOn: [nope]}]}",
      "unknown-step",
    ],
    [
      "parallelism below 1",
      "  workflow: {steps: [{name: s, type: deploy, properties: {parallelism: 0}}]}",
      "invalid-value",
    ],
  ])("%s", (_what, spec, code) => {
    expect(refusal(app(spec)).map((finding) => finding.code)).toEqual([code]);
  });

  it("everything at once, each mistake once and at its place", () => {
    const components = `    - {name: web, type: websevice, properties: {image: nginx}}
    - {name: api, type: webservice, properties: {image: 1}, traits: [{type: scalar}]}`;
    const findings = refusal(
      app(`${two}\n    - {name: o, type: override, properties: {components: [{name: x, type: nope}]}}`, components),
    );
    expect(findings.map(({ code, line, path }) => ({ code, line, path }))).toEqual([
      { code: "unknown-component-type", line: 6, path: "spec.components[0].type" },
      { code: "unknown-trait-type", line: 7, path: "spec.components[1].traits[0].type" },
      { code: "unknown-component-type", line: 11, path: "spec.policies[2].properties.components[0].type" },
      { code: "wrong-type", line: 7, path: "spec.components[1].properties.image" },
    ]);
    expect(findings[0]?.hint).toBe('did you mean "webservice"?');
  });

  it("a wrong property at the override that wrote it", () => {
    const [finding] = refusal(
      app(`  policies:
    - {name: t, type: topology, properties: {clusters: [c1]}}
    - name: o
      type: override
      properties:
        components:
          - name: web
            properties: {exposeType: Bogus}`),
    );
    expect(finding).toMatchObject({
      line: 14,
      path: "spec.policies[1].properties.components[0].properties.exposeType",
    });
  });

  it("a policy of another namespace, saying where it is", () => {
    const external = `apiVersion: core.oam.dev/v1alpha1
kind: Policy
metadata: {name: shared, namespace: elsewhere}
type: topology
properties: {clusters: [c1]}
---
`;
    const [finding] = refusal(
      external + app("  workflow: {steps: [{name: s, type: deploy, properties: {policies: [shared]}}]}"),
    );
    expect(finding?.hint).toContain('"elsewhere"');
  });

  it("an object of another namespace when crossing is switched off", () => {
    const objects = `    - name: o
      type: k8s-objects
      properties:
        objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: m, namespace: other}}]`;
    const text = app("  policies: [{name: t, type: topology, properties: {clusters: [c1]}}]", objects);
    const closed = { ...registry(cluster("c1")), allowCrossNamespace: false };
    expect(refusal(text, closed)).toMatchObject([{ code: "cross-namespace" }]);
    expect(() => planYaml(text)).not.toThrow();
  });
});

describe("what a plan looks like", () => {
  it("groups objects by cluster and namespace, those without a namespace by cluster", () => {
    const objects = `    - name: o
      type: k8s-objects
      properties:
        objects:
          - {apiVersion: v1, kind: ConfigMap, metadata: {name: m}}
          - {apiVersion: v1, kind: Namespace, metadata: {name: ns}}`;
    const plan = planYaml(app("  policies: [{name: t, type: topology, properties: {clusters: [c1]}}]", objects));
    expect(Object.keys(planOutput(plan).steps[0]?.manifests ?? {})).toEqual(["c1/demo", "c1/"]);
    expect(planRows(plan)).toEqual([
      { step: "deploy-t", cluster: "c1", namespace: "demo", objects: ["ConfigMap/m"] },
      { step: "deploy-t", cluster: "c1", namespace: "", objects: ["Namespace/ns"] },
    ]);
  });

  it("pins an object to the cluster it is labelled with", () => {
    const objects = `    - name: o
      type: k8s-objects
      properties:
        objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: m, labels: {app.oam.dev/cluster: c3}}}]`;
    const text = app("  policies: [{name: t, type: topology, properties: {clusters: [c1]}}]", objects);
    expect(Object.keys(planOutput(planYaml(text)).steps[0]?.manifests ?? {})).toEqual(["c3/demo"]);
    expect(refusal(text, registry(cluster("c1")))).toMatchObject([{ code: "unknown-cluster" }]);
  });
});
