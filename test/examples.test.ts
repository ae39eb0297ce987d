import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { planFiles } from "../cli/plan";
import { readFiles } from "../cli/read-files";
import ownSteps from "../examples/own-steps/types";
import ownTypes from "../examples/own-types/types";
import { parseDocuments } from "../model/documents";
import { readRegistry } from "../model/registry";
import { planRows } from "../plan/output";
import { planApplication } from "../plan/plan";
import { NO_CLUSTERS } from "../sources/clusters";
import { readReferences } from "../sources/read";
import { type TypeRegistry, typeRegistry } from "../workloads/registry";
import { documentExamples } from "./support/examples";

/** How long it may take to build kustomize once, where there is none. */
const BUILDS_KUSTOMIZE = 300_000;

const EXAMPLES = resolve(__dirname, "../examples");

/** `step: cluster/namespace objects` for each row of an example's plan, and how many warnings it has. */
async function plan(name: string, types: TypeRegistry = typeRegistry()) {
  const { documents } = parseDocuments(readFiles([join(EXAMPLES, name)]));
  const [clusters] = readFiles([join(EXAMPLES, "clusters.yaml")]);
  const [application] = documents.applications;
  if (application === undefined || clusters === undefined) throw new Error("the example is incomplete");
  const { registry } = readRegistry(clusters);
  const { references, warnings } = await readReferences(documents, registry, types, NO_CLUSTERS);
  const planned = planApplication(application, documents, registry, { types, references });
  const rows = planRows(planned).map((row) => `${row.step}: ${row.cluster}/${row.namespace} ${row.objects.length}`);
  return { rows, warnings: planned.warnings.length + warnings.length };
}

describe("examples", () => {
  it.each([
    ["basic", ["deploy-beijing-clusters: beijing-1/default 3", "deploy-beijing-clusters: beijing-2/default 3"]],
    [
      "intermediate",
      [
        "deploy-beijing-clusters: beijing-1/default 3",
        "deploy-beijing-clusters: beijing-2/default 3",
        "deploy-topology-aws: us-west-1/default 3",
      ],
    ],
    [
      "advanced",
      ["deploy-beijing: beijing-1/default 3", "deploy-beijing: beijing-2/default 3", "deploy-aws: us-west-1/default 3"],
    ],
    [
      "concurrent",
      [
        "deploy-all: local/examples-alternative 1",
        "deploy-all: cluster-hangzhou-2/examples 1",
        "deploy-all: cluster-hangzhou-1/examples 1",
      ],
    ],
    [
      "label-selector",
      [
        "deploy-topology-hangzhou-clusters: cluster-hangzhou-2/examples 1",
        "deploy-topology-hangzhou-clusters: cluster-hangzhou-1/examples 1",
      ],
    ],
    [
      "override-components",
      [
        "deploy-local: local/examples-alternative 1",
        "deploy-hangzhou: cluster-hangzhou-2/examples 2",
        "deploy-hangzhou: cluster-hangzhou-1/examples 2",
      ],
    ],
    [
      "external-policies",
      ["deploy-hangzhou: cluster-hangzhou-2/examples 1", "deploy-hangzhou: cluster-hangzhou-1/examples 1"],
    ],
    ["custom-steps", ["deploy-01: local/default 1", "read-object: / 0", "deploy-02: local/prod 1"]],
    [
      "ref-objects",
      ["deploy-hangzhou: cluster-hangzhou-2/examples 2", "deploy-hangzhou: cluster-hangzhou-1/examples 2"],
    ],
    ["ack-from-nothing/env-binding.yaml", ["deploy-server: poc-01/default 2"]],
    ["ack-from-nothing/topology.yaml", ["deploy-server: poc-01/demo 2"]],
    [
      "production",
      [
        "deploy-staging: staging/shop 3",
        "deploy-beijing: prod-beijing/shop 3",
        "deploy-hangzhou: prod-hangzhou/shop 3",
      ],
    ],
    ["helm", ["deploy-beijing: beijing-1/examples 1", "deploy-aws: us-west-1/examples 1"]],
    ["batches", [...["beijing-1", "beijing-2", "us-west-1"].map((name) => `rollout: ${name}/shop 1`), "tell: / 0"]],
    ["kustomize", ["deploy-beijing: beijing-1/examples 2", "deploy-beijing: beijing-2/examples 2"]],
  ])("%s is delivered as it says", { timeout: BUILDS_KUSTOMIZE }, async (name, rows) => {
    expect(await plan(name)).toEqual({ rows, warnings: 0 });
  });

  it("own-types is delivered with the types that it brings along", async () => {
    expect(await plan("own-types", typeRegistry(ownTypes))).toEqual({
      rows: [
        "deploy-beijing: beijing-1/examples 2",
        "deploy-hangzhou: cluster-hangzhou-2/examples 2",
        "deploy-hangzhou: cluster-hangzhou-1/examples 2",
      ],
      warnings: 0,
    });
  });

  it("own-steps is delivered with the step type that it brings along", async () => {
    expect(await plan("own-steps", typeRegistry(ownSteps))).toEqual({
      rows: ["deploy-first: beijing-1/examples 1", "look: / 0", "deploy-rest: beijing-2/examples 1"],
      warnings: 0,
    });
  });

  it.each([
    [1, ["example-app-v1: beijing-1/default 1", "example-app-v1: us-west-1/default 1"]],
    [
      2,
      [
        "example-app-v2: beijing-1/default 1",
        "example-app-v2: us-west-1/default 1",
        "example-app-v1: beijing-1/default 1",
        "example-app-v1: us-west-1/default 1",
        ...["traffic-example-app-v1-50-example-app-v2-50", "traffic-example-app-v2-100"].flatMap((step) => [
          `${step}: beijing-1/default 3`,
          `${step}: us-west-1/default 3`,
        ]),
      ],
    ],
    [
      3,
      [
        "example-app-v2: beijing-1/default 1",
        "example-app-v2: us-west-1/default 1",
        "traffic: beijing-1/default 3",
        "traffic: us-west-1/default 3",
      ],
    ],
  ])("app-deployment-%d is delivered as it says", async (number, rows) => {
    const plan = await planFiles({
      ...{ file: [join(EXAMPLES, `app-deployment-${number}`)], clusters: join(EXAMPLES, "clusters.yaml") },
    });
    expect(plan.warnings).toEqual([]);
    expect(
      planRows(plan).map(
        ({ step, cluster, namespace, objects }) => `${step}: ${cluster}/${namespace} ${objects.length}`,
      ),
    ).toEqual(rows);
  });

  it("are all listed here", () => {
    expect(documentExamples()).toHaveLength(19);
  });
});
