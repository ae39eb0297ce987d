import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../model/documents";
import { needsCheckpoints } from "../../plan/checkpoints";
import { type PlannedApplication, planDeliveries } from "../../plan/deliveries";
import { type FoundObject, LEFT_BEHIND, withFound } from "../../plan/found";
import type { ObjectNode } from "../../plan/graph-types";
import { inventoryOf } from "../../plan/inventory";
import { writerIn } from "../../plan/works/labels";
import { checkLeftToPull } from "../../plan/works/switch";
import type { PullOptions } from "../../plan/works/works";
import type { KubernetesObject } from "../../workloads/types";
import { cluster, registry } from "../support/plan";

const TEXT = `
apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: { name: shop, namespace: demo }
spec:
  components:
    - { name: web, type: webservice, properties: { image: "nginx:1" } }
  policies:
    - { name: where, type: topology, properties: { clusters: [c1] } }
`;

const SELF = { owner: "organization/flotilla/prod" };

function planned(text = TEXT, pull?: PullOptions): PlannedApplication[] {
  const { documents } = parseDocuments([{ file: "app.yaml", text }]);
  const clusters = registry(cluster("c1"), cluster("c2"));
  return planDeliveries(documents, clusters, { order: "barrier", createNamespaces: false, pull });
}

function found(name: string, application = "demo/shop"): FoundObject {
  const place = { cluster: "c1", apiVersion: "apps/v1", kind: "Deployment", namespace: "demo" };
  return { ...place, name, application, manager: "pulumi-kubernetes-abc" };
}

function objects(one: PlannedApplication[]): ObjectNode[] {
  return one.flatMap(({ graph }) => graph.nodes).filter((node) => node.kind === "object");
}

describe("what an interrupted run has left", () => {
  it("goes on under the field manager that it had, where it is still wanted", () => {
    const { planned: next, orphans } = withFound(planned(), [found("web")], SELF);
    expect(orphans).toEqual([]);
    expect(objects(next).map(({ name, step }) => [name, step])).toEqual(
      objects(planned()).map(({ name, step }) => [name, step]),
    );
    expect(objects(next)[0]?.object.metadata?.annotations).toMatchObject({
      "pulumi.com/patchFieldManager": "pulumi-kubernetes-abc",
    });
  });

  it("is the same object in another version of its API", () => {
    const { planned: next } = withFound(planned(), [{ ...found("web"), apiVersion: "apps/v1beta1" }], SELF);
    expect(objects(next)).toHaveLength(1);
  });

  it("is taken over as it is where nobody wants it, for the next run to delete", () => {
    const { planned: next } = withFound(planned(), [found("old")], SELF);
    const left = objects(next).find(({ step }) => step === LEFT_BEHIND);
    expect(left?.name).toBe("c1/demo/Deployment/old");
    expect(Object.keys(left?.object ?? {})).toEqual(["apiVersion", "kind", "metadata"]);
    expect(next.flatMap(({ graph }) => inventoryOf(graph)).map(({ name }) => name)).toContain("c1/demo/Deployment/old");
  });

  it("is left to the last one of several runs where this one does not want it: a later one may", () => {
    const { planned: next } = withFound(planned(), [found("web"), found("old")], SELF, { level: 0, there: {} });
    expect(objects(next).map(({ name }) => name)).toEqual(objects(planned()).map(({ name }) => name));
    expect(objects(next)[0]?.object.metadata?.annotations).toHaveProperty(["pulumi.com/patchFieldManager"]);
  });

  it("is nobody's where its Application is not there any more", () => {
    const { planned: next, orphans } = withFound(planned(), [found("old", "demo/gone")], SELF);
    expect(orphans).toEqual([found("old", "demo/gone")]);
    expect(objects(next)).toHaveLength(1);
  });
});

describe("what an interrupted run has left on the hub for clusters to pull", () => {
  const BOTH = TEXT.replace("[c1]", "[c1, c2]");
  const manager = { "pulumi.com/patchFieldManager": "pulumi-kubernetes-abc" };
  const pull: PullOptions = {
    ...{ clusters: new Map(["c1", "c2"].map((name) => [name, `hub-${name}`])), ...SELF },
    ...{ health: "workload", allowSecrets: false },
  };
  const shared = { ...pull, replicaSets: { namespace: "fleet", timeoutSeconds: 600 } };

  /** What the search of the hub says of an object that is there. */
  function onHub({ apiVersion, kind, metadata }: KubernetesObject, more: Partial<FoundObject> = {}): FoundObject {
    const { namespace = "", name = "", labels = {} } = metadata ?? {};
    const place = { cluster: "local", apiVersion, kind, namespace, name };
    const writer = writerIn({ apiVersion, kind }, labels) ?? "";
    return { ...place, application: "demo/shop", writer, manager: "pulumi-kubernetes-abc", ...more };
  }

  const nodes = (one: PlannedApplication[]) => one.flatMap(({ graph }) => graph.nodes);
  const works = (one: PlannedApplication[]) => nodes(one).filter((node) => node.kind === "work");
  const sets = (one: PlannedApplication[]) => nodes(one).filter((node) => node.kind === "replicaSet");
  const leftBehind = (one: PlannedApplication[]) => objects(one).filter(({ step }) => step === LEFT_BEHIND);

  it("goes on under the field manager that it had, where it is still wanted", () => {
    const before = planned(BOTH, pull);
    const [first, second] = works(before);
    const { planned: next } = withFound(before, first ? [onHub(first.work)] : [], pull);
    expect(works(next).map(({ work }) => work.metadata?.annotations)).toEqual([manager, undefined]);
    expect(works(next)[1]).toEqual(second);
    expect(leftBehind(next)).toEqual([]);
  });

  it("is waited for again where the run has only changed it, and taken over by nobody else", () => {
    const before = planned(BOTH, pull);
    const [first, second] = works(before);
    const changed = first && second ? [first, second].map(({ work }) => onHub(work, { known: true })) : [];
    const { planned: next } = withFound(planned(TEXT, pull), changed, pull);
    expect(works(next).map(({ work }) => work.metadata?.annotations)).toEqual([manager]);
    expect(leftBehind(next)).toEqual([]);
  });

  it("goes on where several clusters share it, with what chooses them", () => {
    const before = planned(BOTH, shared);
    const [set] = sets(before);
    const { planned: next } = withFound(before, set ? [onHub(set.set), onHub(set.placement)] : [], pull);
    const [now] = sets(next);
    expect([now?.set, now?.placement].map((one) => one?.metadata?.annotations)).toEqual([manager, manager]);
    expect(now?.digest).toBe(set?.digest);
    expect(leftBehind(next)).toEqual([]);
  });

  it("is taken over with all that it says about its deletion where nobody wants it, for the next run to delete", () => {
    const [, work] = works(planned(BOTH, pull));
    const { planned: next } = withFound(planned(TEXT, pull), work ? [onHub(work.work)] : [], pull);
    const [left] = leftBehind(next);
    expect(left?.cluster).toBe("local");
    expect(left?.object.metadata).toMatchObject({ namespace: "hub-c2", name: work?.work.metadata?.name });
    expect(Object.keys(left?.object ?? {})).toEqual(["apiVersion", "kind", "metadata"]);
  });

  it("goes before what chooses its clusters", () => {
    const [set] = sets(planned(BOTH, shared));
    const all = set ? [onHub(set.set), onHub(set.placement)] : [];
    const [placement, rolledOut] = leftBehind(withFound(planned(TEXT, pull), all, pull).planned);
    expect([placement?.object.kind, rolledOut?.object.kind]).toEqual(["Placement", "ManifestWorkReplicaSet"]);
    expect(rolledOut?.dependsOn).toEqual([placement?.name]);
  });

  it("is left alone where another stack has written it, which may deliver the same Application to other clusters", () => {
    const [, work] = works(planned(BOTH, { ...pull, owner: "organization/flotilla/staging" }));
    const unsaid = { writer: "", name: "by-somebody" };
    const all = work ? [onHub(work.work), onHub(work.work, unsaid)] : [];
    const { planned: next, orphans } = withFound(planned(TEXT, pull), all, pull);
    expect([...leftBehind(next), ...orphans]).toEqual([]);
  });

  it("must not be delivered by flotilla itself now, because the one would delete what the other has created", () => {
    const [, work] = works(planned(BOTH, pull));
    const found = work ? [onHub(work.work, { namespace: "former" })] : [];
    const listed = [{ cluster: "c2", previousNames: ["former"] }];
    expect(() => checkLeftToPull(found, pull, listed)).not.toThrow();
    const pushed = { ...pull, clusters: new Map([["c1", "hub-c1"]]) };
    expect(() => checkLeftToPull(found, pushed, [])).not.toThrow();
    expect(() => checkLeftToPull(found, pushed, listed)).toThrow('has let cluster "c2" pull objects');
  });
});

describe("a run whose state is saved at its end only", () => {
  const c1 = { cluster: "c1", previousNames: [] };

  it("may deliver objects to clusters that will be searched", () => {
    expect(needsCheckpoints(planned(), [c1], false)).toBeUndefined();
    expect(needsCheckpoints(planned(), [], false)).toContain('what is in cluster "c1"');
  });

  it("may let clusters pull what will be found on the hub", () => {
    const clusters = new Map([["c1", "c1"]]);
    const pull: PullOptions = { ...SELF, clusters, health: "workload", allowSecrets: false };
    expect(planned(TEXT, pull)[0]?.graph.nodes.map(({ kind }) => kind)).toContain("work");
    expect(needsCheckpoints(planned(TEXT, pull), [], false)).toBeUndefined();
  });

  it("may neither create clusters nor register any", () => {
    const ack = { cluster: "beijing-1", previousNames: [], ack: {} } as never;
    expect(needsCheckpoints(planned(), [c1, ack], false)).toBe('cluster "beijing-1" in Alibaba Cloud');
    expect(needsCheckpoints(planned(), [c1], true)).toBe("the registration of clusters");
  });

  it("may not run steps that must not run again", () => {
    const step = `${TEXT}  workflow:
    steps:
      - { name: deliver, type: deploy, properties: { policies: [where] } }
      - { name: say, type: print-message-in-status, properties: { message: delivered } }
`;
    expect(needsCheckpoints(planned(step), [c1], false)).toBe('that step "say" has run');
  });
});
