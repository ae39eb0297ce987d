import { beforeAll, describe, expect, it } from "vitest";
import { Account } from "./support/account";
import { ClusterClient } from "./support/cluster";
import { application, settings, topology } from "./support/documents";
import { CONFIG_MAP } from "./support/objects";
import { succeeded } from "./support/outcome";
import type { Outcome, Stack } from "./support/stack";

const namespace = "shop";
const APPLICATION = application({
  namespace,
  components: [settings("config")],
  policies: [topology("everywhere", ["poc-01"])],
});
const NETWORK = { vpcCidr: "10.0.0.0/16", vswitches: [{ zone: "cn-beijing-h", cidr: "10.0.0.0/20" }] };
const NODE_POOLS = [{ name: "default", instanceTypes: ["ecs.g7.xlarge"], desiredSize: 1 }];
const CLUSTER = { name: "poc-01", ack: { region: "cn-beijing", network: NETWORK, nodePools: NODE_POOLS } };
const ONE_OF_EACH = { vpc: 1, vswitch: 1, nodePool: 1, cluster: 1 };

let account: Account;
let stack: Stack;

const start = async (name: string): Promise<void> => {
  ({ account, stack } = await Account.withStack(name));
  stack.write(APPLICATION).configure({ clusters: [CLUSTER] });
};

/** Waits for a run that has to fail without a stack trace, and returns what it printed. */
const refused = async (running: Promise<Outcome>): Promise<string> => {
  const { code, output } = await running;
  expect(code, output).not.toBe(0);
  expect(output).not.toMatch(/^\s+at .*:\d+/m);
  return output;
};

/** Runs a command that a message tells to run, as it stands there. */
const follow = async (output: string, command: string): Promise<void> => {
  const [, told = ""] = new RegExp(`pulumi (${command} [^;)]*)`).exec(output) ?? [];
  const args = told.trim().split(" ");
  const { code, stdout, stderr } = await stack.command(...args.map((arg) => arg.replace(/^'(.*)'$/, "$1")));
  expect(code, `${told}: ${stdout}${stderr}`).toBe(0);
};

const delivered = async (): Promise<void> => {
  expect(account.count()).toEqual(ONE_OF_EACH);
  await account.client().expect({ ...CONFIG_MAP, namespace, name: "config" });
};

describe("an update that is killed while Alibaba Cloud creates the cluster", () => {
  beforeAll(async () => {
    await start("ack-killed");
    account.fail({ clusterCreation: "hangs" });
    await stack.killedUp(() => account.reaches("initial"));
    await stack.command("cancel", "--yes");
  });

  it("makes no later run create a second one", async () => {
    const output = await refused(stack.preview());
    expect(output).toContain(`called "poc-01" already, ${account.clusterId()}, which is initial`);
  });

  it("tells how the cluster is adopted, and then goes on", async () => {
    account.fail({});
    await account.reaches("running");
    const output = await refused(stack.up());
    await follow(output, "import");
    await follow(output, "refresh");
    const { output: adopted } = await succeeded(stack.up());
    expect(adopted).not.toContain("pending operation");
    await delivered();
  });

  it("leaves a stack that is as it should be", async () => {
    const { code, output } = await stack.preview("--expect-no-changes");
    expect(code, output).toBe(0);
  });
});

describe("a cluster that somebody deletes in the cloud's console", () => {
  let former: string;

  it("is told about, with what to do", async () => {
    former = account.clusterId();
    await account.deleteCluster();
    const output = await refused(stack.preview());
    expect(output).toContain('cluster "poc-01" was created by this stack, and Alibaba Cloud does not have it any more');
    await follow(output, "state delete");
  });

  it("is created anew, with all that was in it", async () => {
    await succeeded(stack.up());
    await delivered();
    expect(account.clusterId()).not.toBe(former);
  });

  it("can be given up instead", async () => {
    await account.deleteCluster();
    await follow(await refused(stack.preview()), "state delete");
    await stack.command("state", "unprotect", "--all", "--yes");
    const elsewhere = { namespace, components: [settings("config")], policies: [topology("c1", ["c1"])] };
    stack.write(application(elsewhere)).configure({ clusters: [new ClusterClient("c1").entry()] });
    await succeeded(stack.up());
    expect(account.count()).toEqual({ vpc: 0, vswitch: 0, nodePool: 0, cluster: 0 });
  });
});

describe("a cluster that Alibaba Cloud cannot create", () => {
  beforeAll(() => start("ack-failing"));

  it("fails the run when it is refused, and is created when the reason is gone", async () => {
    account.fail({ clusterCreation: "refused" });
    expect(await refused(stack.up())).toContain("QuotaExceeded.Cluster");
    expect(account.count()).toEqual({ ...ONE_OF_EACH, nodePool: 0, cluster: 0 });
  });

  it("is told about when it came out broken, with what to do", async () => {
    account.fail({ clusterCreation: "fails" });
    expect(await refused(stack.up())).toContain("unexpected state 'failed'");
    const output = await refused(stack.up());
    expect(output).toContain(`cluster "poc-01" cannot be delivered to: ${account.clusterId()} is failed`);
    await account.deleteCluster();
    await follow(output, "state delete");
  });

  it("fails the run when its nodes fail, also while credentials are awaited", async () => {
    account.fail({ nodePoolCreation: "refused", credentials: "late" });
    expect(await refused(stack.up())).toContain("OperationDenied.NoStock");
  });

  it("fails the run when nobody gives credentials for it", async () => {
    account.fail({ credentials: "refused" });
    expect(await refused(stack.up())).toContain("ForbiddenDescribeUserKubeconfig");
  });

  it("is not created twice by all this", async () => {
    const created = account.clusterId();
    account.fail({});
    await succeeded(stack.up());
    await delivered();
    expect(account.clusterId()).toBe(created);
  });
});
