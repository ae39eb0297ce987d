import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readFiles } from "../cli/read-files";
import { parseSettings } from "../components/settings";
import { describeCreation } from "../model/ack/describe-creation";
import { parseDocuments } from "../model/documents";
import { planDeliveries } from "../plan/deliveries";
import { holdWarnings } from "../plan/warnings";
import { PROJECT_ROOT } from "../tools/paths";

/** The example of a production stack, as Pulumi hands its configuration over. */
function settings() {
  const text = readFileSync(join(PROJECT_ROOT, "Pulumi.prod.yaml"), "utf8");
  const { config } = parse(text) as { config: Record<string, unknown> };
  const texts = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return parseSettings(Object.fromEntries(texts) as Record<string, string>);
}

describe("the production stack", () => {
  const read = settings();
  const { documents } = parseDocuments(readFiles(read.application.map((path) => join(PROJECT_ROOT, path))));
  const plan = (approved = {}) => planDeliveries(documents, read.registry, { ...read, approved, delivered: {} });

  it("delivers step by step with what is different in each region", () => {
    const [planned] = plan();
    const rows = planned?.plan.steps.map(({ name, approval, deliveries }) => ({
      ...{ name, approval },
      deliveries: deliveries.map(({ placement, objects }) => [
        placement.cluster,
        placement.namespace,
        ...objects.flatMap(({ spec }) => {
          const { replicas, rules = [] } = spec as { replicas?: number; rules?: { host: string }[] };
          return replicas === undefined ? rules.map(({ host }) => host) : [String(replicas)];
        }),
      ]),
    }));
    expect(rows).toEqual([
      { name: "deploy-staging", approval: false, deliveries: [["staging", "shop", "1", "staging.example.com"]] },
      { name: "deploy-beijing", approval: true, deliveries: [["prod-beijing", "shop", "5", "www.example.com"]] },
      {
        name: "deploy-hangzhou",
        approval: false,
        deliveries: [["prod-hangzhou", "shop", "3", "hangzhou.example.com"]],
      },
    ]);
    expect(planned?.plan.warnings).toEqual([]);
  });

  it("delivers only to staging before somebody approves", () => {
    const planned = plan();
    const clusters = planned[0]?.graph.nodes.flatMap((node) => ("cluster" in node ? [node.cluster] : []));
    expect(new Set(clusters)).toEqual(new Set(["staging"]));
    expect(holdWarnings(planned).map(({ hint }) => hint)).toEqual([
      "approve it with: npx flotilla workflow resume shop/example-app deploy-beijing",
    ]);
  });

  it("creates two clusters, in their own regions", () => {
    expect(read.warnings).toEqual([]);
    const ack = read.credentials.flatMap((one) => (one.ack === undefined ? [] : [{ ...one, ack: one.ack }]));
    expect(ack.map(({ cluster, ack: { region, id } }) => [cluster, region, id !== undefined])).toEqual([
      ["staging", "cn-beijing", true],
      ["prod-beijing", "cn-beijing", false],
      ["prod-hangzhou", "cn-hangzhou", false],
    ]);
    expect(describeCreation(ack)).toMatch(/^2 ACK clusters will be created/);
  });
});
