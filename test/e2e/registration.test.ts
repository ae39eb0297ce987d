import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Joining, joiningOf } from "../../ocm/managed-cluster";
import { ClusterClient } from "./support/cluster";
import { application, settings, topology } from "./support/documents";
import { changes } from "./support/events";
import { flotilla } from "./support/flotilla";
import { CONFIG_MAP, SECRET } from "./support/objects";
import { AGENTS, Agents, MANAGED_CLUSTER, type OcmProcess, startHub } from "./support/ocm";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";
import { until } from "./support/until";

const [hub, c1, c2] = [new ClusterClient("local"), new ClusterClient("c1"), new ClusterClient("c2")];
const document = application({
  namespace: "registered",
  components: [settings("config")],
  policies: [topology("one", ["c1"])],
});

const registered = { labels: { purpose: "test" }, registration: "ocm" };
const clusters = [hub.entry(), c1.entry(registered)];
/** The hub takes a cluster for lost after five of these. */
const klusterlet = { leaseDurationSeconds: 1 };

describe("a hub without Open Cluster Management", () => {
  it("refuses to register clusters before anything is made", async () => {
    const stack = (await Stack.create("no-ocm")).write(document);
    const { code, output, steps } = await stack
      .configure({ clusters: [{ ...c2.entry(), name: "local" }, c1.entry(registered)] })
      .up();
    expect(code).not.toBe(0);
    expect(output).toContain("the hub does not have Open Cluster Management: it knows no kind ManagedCluster");
    expect(steps.filter(({ type }) => !type.startsWith("pulumi:"))).toEqual([]);
  });

  it("has to be known", async () => {
    const stack = (await Stack.create("no-hub")).write(document);
    const { code, output } = await stack.configure({ clusters: [c1.entry(registered)] }).preview();
    expect(code).not.toBe(0);
    expect(output).toContain('nothing says how the hub (cluster "local") is reached');
  });
});

describe("a cluster that is registered", () => {
  let stack: Stack;
  let controller: OcmProcess;
  const agents = new Agents(c1);
  const joining = async (): Promise<Joining> => joiningOf(await hub.get({ ...MANAGED_CLUSTER, name: "c1" }));
  const available = (state: Joining["available"]) =>
    until(`c1 is available: ${state}`, async () => ((await joining()).available === state ? state : undefined));

  beforeAll(async () => {
    controller = await startHub(hub);
    stack = (await Stack.create("registration")).write(document).configure({ clusters, klusterlet });
  });
  afterAll(async () => {
    await agents.stopAll();
    await controller?.stop();
  });

  it("joins the hub in one run: accepted, joined and available, with the cluster's labels", async () => {
    const running = stack.up();
    await agents.start("registration");
    await succeeded(running);
    expect(await joining()).toMatchObject({ accepted: true, joined: true, available: "True" });
    const managed = await hub.expect({ ...MANAGED_CLUSTER, name: "c1" });
    expect(managed.metadata.labels).toMatchObject({ purpose: "test" });
    expect(managed.spec).toMatchObject({ managedClusterClientConfigs: [{ url: expect.stringMatching(/^https:/) }] });
    expect(await c1.get({ ...CONFIG_MAP, namespace: "registered", name: "config" })).toBeDefined();
  });

  it("keeps its bootstrap credentials out of state, logs and outputs", async () => {
    const { data = {} } = await c1.expect({ ...SECRET, namespace: AGENTS, name: "bootstrap-hub-kubeconfig" });
    const text = Buffer.from(data.kubeconfig ?? "", "base64").toString();
    const { token } = JSON.parse(text).users[0].user as { token: string };
    const state = await stack.export();
    expect(token.length).toBeGreaterThan(100);
    for (const secret of [token, data.kubeconfig ?? ""]) expect(state).not.toContain(secret);
  });

  it("has nothing to do in the next run", async () => {
    const { steps } = await succeeded(stack.preview());
    expect(changes(steps)).toEqual([]);
  });

  it("is lost when its agent stops, and is found again", async () => {
    await agents.stop("registration");
    await available("Unknown");
    const { stdout } = await flotilla(stack, ["cluster", "list"]);
    const rows = stdout.split("\n").map((line) => line.split(/ {2,}/));
    expect(rows[0]).toEqual(["CLUSTER", "ALIAS", "TYPE", "ENDPOINT", "ACCEPTED", "JOINED", "AVAILABLE", "LABELS"]);
    expect(rows[2]?.slice(-4)).toEqual(["true", "true", "Unknown", "purpose=test"]);
    await agents.start("registration");
    await available("True");
  });

  it("takes new labels", async () => {
    const relabelled = [hub.entry(), c1.entry({ ...registered, labels: { purpose: "production" } })];
    const { steps } = await succeeded(stack.configure({ clusters: relabelled, klusterlet }).up());
    expect(changes(steps)).toEqual(["update c1/hub/ManagedCluster/c1"]);
    const { metadata } = await hub.expect({ ...MANAGED_CLUSTER, name: "c1" });
    expect(metadata.labels).toMatchObject({ purpose: "production" });
  });

  it("is forgotten by the hub when it is not registered any more, and keeps what was delivered", async () => {
    await succeeded(stack.configure({ clusters: [hub.entry(), c1.entry()] }).up());
    expect(await hub.get({ ...MANAGED_CLUSTER, name: "c1" })).toBeUndefined();
    expect(await c1.namespace(AGENTS)).toBeUndefined();
    expect(await c1.get({ ...CONFIG_MAP, namespace: "registered", name: "config" })).toBeDefined();
  });
});
