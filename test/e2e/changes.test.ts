import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ClusterClient } from "./support/cluster";
import {
  type ApplicationParts,
  application,
  deploy,
  only,
  override,
  raw,
  settings,
  topology,
  web,
} from "./support/documents";
import { changes } from "./support/events";
import { DEPLOYMENT, fingerprint } from "./support/objects";
import { Stack } from "./support/stack";

const namespace = "changes";
const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");
const c3 = new ClusterClient("c3");

function components(level: string) {
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "secret" }, stringData: { level } };
  return [web("web"), settings("config", { level }), raw(secret)];
}

/** Everything goes to c1 in two steps, then to the west in one, there with more replicas of `web`. */
function policies(west: string[], replicas: number) {
  const scaler = { type: "scaler", properties: { replicas } };
  return [
    topology("east", ["c1"]),
    topology("west", west),
    override("more", { name: "web", traits: [scaler] }),
    only("web"),
    only("web", "config"),
    only("config", "secret"),
    only("secret"),
  ];
}

const WEST = deploy("west", "more", "west");

describe("an update", () => {
  let stack: Stack;
  let parts: ApplicationParts = {
    namespace,
    components: components("info"),
    policies: policies(["c2", "c3"], 2),
    steps: [deploy("web", "only-web", "east"), deploy("rest", "only-config-secret", "east"), WEST],
  };
  let before: Record<string, string>[];

  const fingerprints = () => Promise.all([c1, c2, c3].map((cluster) => fingerprint(cluster, namespace)));

  /** Delivers the Application with some parts changed from now on, and tells what that did to objects. */
  const update = async (changed: Partial<ApplicationParts>): Promise<string[]> => {
    parts = { ...parts, ...changed };
    const { code, output, steps } = await stack.write(application(parts)).up();
    expect(code, output).toBe(0);
    return changes(steps.filter(({ type }) => type.startsWith("kubernetes:")));
  };

  beforeAll(async () => {
    stack = (await Stack.create("changes")).configure({ clusters: [c1.entry(), c2.entry(), c3.entry()] });
    await update({});
  });

  beforeEach(async () => {
    before = await fingerprints();
  });

  it("delivers an override only to the clusters of its step", async () => {
    const specs = [c1, c2, c3].map(async (cluster) => (await cluster.expect(WEB)).spec);
    expect(await Promise.all(specs)).toMatchObject([{ replicas: 1 }, { replicas: 2 }, { replicas: 2 }]);
  });

  it("changes only what a changed override touches", async () => {
    expect(await update({ policies: policies(["c2", "c3"], 3) })).toEqual([
      "update c2/changes/Deployment/web",
      "update c3/changes/Deployment/web",
    ]);
    const [east, ...west] = await fingerprints();
    expect(east).toEqual(before[0]);
    west.forEach((now, index) => {
      const { "Deployment/web": changed, ...others } = now;
      const { "Deployment/web": former, ...formerOthers } = before[index + 1] ?? {};
      expect(others).toEqual(formerOthers);
      expect(changed).not.toEqual(former);
    });
  });

  it.each([
    ["renamed", [deploy("a", "only-web", "east"), deploy("b", "only-config-secret", "east"), { ...WEST, name: "c" }]],
    ["in another order", [WEST, deploy("rest", "only-config-secret", "east"), deploy("web", "only-web", "east")]],
    ["given another object", [deploy("most", "only-web-config", "east"), deploy("rest", "only-secret", "east"), WEST]],
    ["merged", [deploy("all", "east"), WEST]],
    ["split again", [deploy("web", "only-web", "east"), deploy("rest", "only-config-secret", "east"), WEST]],
  ])("changes nothing when steps are %s", async (_, steps) => {
    expect(await update({ steps })).toEqual([]);
    expect(await fingerprints()).toEqual(before);
  });

  it("changes ConfigMaps and Secrets in place", async () => {
    const uids = await uidsOf(c1);
    expect(await update({ components: components("debug") })).toEqual(
      ["c1", "c2", "c3"].flatMap((name) => [
        `update ${name}/changes/ConfigMap/config`,
        `update ${name}/changes/Secret/secret`,
      ]),
    );
    expect(await uidsOf(c1)).toEqual(uids);
    expect(await c1.expect({ apiVersion: "v1", kind: "ConfigMap", namespace, name: "config" })).toMatchObject({
      data: { level: "debug" },
    });
  });

  it("deletes only in a cluster that a topology does not name any more, and leaves its namespace", async () => {
    const gone = ["ConfigMap/config", "Deployment/web", "Secret/secret"].map((name) => `delete c3/changes/${name}`);
    expect(await update({ policies: policies(["c2"], 3) })).toEqual([...gone, "delete changes/app/c3/changes"]);
    expect(await fingerprints()).toEqual([before[0], before[1], {}]);
    expect(await c3.namespace(namespace)).toMatchObject({ status: { phase: "Active" } });
  });
});

const WEB = { ...DEPLOYMENT, namespace, name: "web" };

async function uidsOf(cluster: ClusterClient): Promise<string[]> {
  const found = await Promise.all(
    ["ConfigMap", "Secret"].map((kind) => cluster.list({ apiVersion: "v1", kind }, namespace)),
  );
  return found.flat().map(({ metadata }) => metadata.uid);
}
