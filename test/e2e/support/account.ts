import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expireCredentials } from "./alicloud/access";
import { type AccessKey, CLOUD_FOLDER, Cloud, type Faults, type Item } from "./alicloud/cloud";
import { removeCluster, STATE } from "./alicloud/cluster";
import { type AckClusterId, ClusterClient } from "./cluster";
import { currentRun } from "./run";
import { Stack } from "./stack";

/** The folder of the stand-in for the provider `alicloud`. */
const PLUGIN = join(__dirname, "alicloud");

/** What tests call things that the cloud has, and how their ids begin. */
const PREFIXES = { vpc: "vpc-", vswitch: "vsw-", nodePool: "np", cluster: "c" } as const;

/** An account of the stand-in for Alibaba Cloud, seen past everything that is tested. */
export class Account {
  /** Every access key that there was. */
  readonly keys: AccessKey[] = [];

  private constructor(
    private readonly cloud: Cloud,
    private readonly environment: Record<string, string>,
  ) {}

  /** Makes an empty account, and a stack that uses it. */
  static async withStack(name: string): Promise<{ account: Account; stack: Stack }> {
    const environment: Record<string, string> = {};
    const stack = await Stack.create(name, { plugins: { alicloud: PLUGIN }, environment });
    const cloud = new Cloud(stack.file("cloud"));
    cloud.settings = { clusters: currentRun().dir, keys: [], faults: {} };
    environment[CLOUD_FOLDER] = cloud.folder;
    const account = new Account(cloud, environment);
    account.rotate();
    return { account, stack };
  }

  /** Replaces the access key by another one, with a token or without. The old one does not count any more. */
  rotate({ withToken = false } = {}): void {
    const random = () => randomBytes(12).toString("hex");
    const key = { accessKey: `LTAI${random()}`, secretKey: `secret${random()}` };
    const all: AccessKey = withToken ? { ...key, securityToken: `CAIS${random()}` } : key;
    this.keys.push(all);
    this.cloud.settings = { ...this.cloud.settings, keys: [all] };
    this.environment.ALICLOUD_ACCESS_KEY = all.accessKey;
    this.environment.ALICLOUD_SECRET_KEY = all.secretKey;
    this.environment.ALICLOUD_SECURITY_TOKEN = withToken ? (all.securityToken ?? "") : "";
  }

  /** Lets the current access key run out. */
  expire(): void {
    const { settings } = this.cloud;
    this.cloud.settings = { ...settings, keys: settings.keys.map((key) => ({ ...key, expired: true })) };
  }

  /** Lets things go wrong from now on; with nothing, all is well again. */
  fail(faults: Faults): void {
    this.cloud.settings = { ...this.cloud.settings, faults };
  }

  /** Everything that nobody may read anywhere: keys of the account, and credentials for clusters. */
  secrets(): string[] {
    const ofAccount = this.keys.flatMap(({ accessKey, secretKey, securityToken }) => [
      accessKey,
      secretKey,
      securityToken,
    ]);
    return [...ofAccount.filter((one) => one !== undefined), ...this.cloud.issued()];
  }

  /** What there is of a kind, oldest first or not. */
  items(kind: keyof typeof PREFIXES): Item[] {
    return this.cloud.list().filter(({ id }) => id.startsWith(PREFIXES[kind]));
  }

  /** How many there are of each kind. */
  count(): Record<keyof typeof PREFIXES, number> {
    const { items } = this;
    const of = (kind: keyof typeof PREFIXES) => items.call(this, kind).length;
    return { vpc: of("vpc"), vswitch: of("vswitch"), nodePool: of("nodePool"), cluster: of("cluster") };
  }

  /** Id of the only cluster. */
  clusterId(): AckClusterId {
    const [cluster, ...others] = this.items("cluster");
    if (cluster === undefined || others.length > 0)
      throw new Error(`there are ${others.length} clusters beside ${cluster?.id}`);
    return cluster.id as AckClusterId;
  }

  /** The only cluster, to be asked for what is in it. */
  client(): ClusterClient {
    return new ClusterClient(this.clusterId());
  }

  /** Waits until the only cluster is in a state such as `running`. */
  async reaches(state: string): Promise<void> {
    while (this.items("cluster")[0]?.outputs[STATE] !== state) await sleep(200);
  }

  /** Deletes the only cluster, as somebody in the cloud's console would. */
  async deleteCluster(): Promise<void> {
    await removeCluster(this.cloud, this.clusterId());
  }

  /** Makes every credential for the only cluster worthless that was given out so far. */
  async expireKubeconfigs(): Promise<void> {
    await expireCredentials({ name: this.clusterId(), dir: currentRun().dir });
  }
}
