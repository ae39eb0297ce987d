import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import type { Json, JsonObject } from "../../../model/json";
import { ask } from "../../../tools/clusters/api";
import { clusterAccess, kubeconfigPath } from "../../../tools/clusters/files";
import type { Access } from "../../../tools/clusters/kubeconfig";
import type { KubernetesObject } from "../../../workloads/types";
import { type ClusterName, currentRun } from "./run";

/** An object as a cluster has it. */
export interface LiveObject {
  apiVersion: string;
  kind: string;
  metadata: LiveMetadata;
  spec?: Json;
  data?: Record<string, string>;
  status?: { conditions?: Condition[]; [field: string]: unknown };
}

interface LiveMetadata {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  uid: string;
  /** Position in the cluster's history; grows with every change in the cluster. */
  resourceVersion: string;
  /** RFC 3339, whole seconds. */
  creationTimestamp: string;
  /** Grows with changes of what is wanted, not with those of the status. */
  generation?: number;
  deletionTimestamp?: string;
  managedFields?: { manager: string; operation: string; subresource?: string; time: string }[];
}

interface Condition {
  type: string;
  status: string;
  /** RFC 3339, whole seconds. */
  lastTransitionTime: string;
}

/** Names an object inside a cluster. */
export type ObjectRef = Pick<KubernetesObject, "apiVersion" | "kind"> & { namespace?: string; name: string };

/** Id of a cluster that the stand-in for Alibaba Cloud has created. */
export type AckClusterId = `c${string}`;

/** Something that happened to an object, as the cluster's history has it. */
export interface Change {
  type: "ADDED" | "MODIFIED" | "DELETED";
  object: LiveObject;
  /** The cluster's revision that it made: of two changes in one cluster the later one has the larger number. */
  revision: number;
}

/** Asks one of the run's clusters directly, past everything that is tested. */
export class ClusterClient {
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfigFile: string;
  readonly #access: Access;

  constructor(readonly name: ClusterName | AckClusterId) {
    const ref = { name, dir: currentRun().dir };
    this.kubeconfigFile = kubeconfigPath(ref);
    this.#access = clusterAccess(ref);
  }

  /** The object, or undefined when there is none. */
  async get(ref: ObjectRef): Promise<LiveObject | undefined> {
    const { status, body } = await ask(this.#access, "GET", pathOf(ref));
    if (status === 404) return undefined;
    return checked(status, body) as LiveObject;
  }

  /** A namespace, or undefined when there is none. */
  namespace(name: string): Promise<LiveObject | undefined> {
    return this.get({ apiVersion: "v1", kind: "Namespace", name });
  }

  /** The cluster as an entry of a stack's configuration. */
  entry(more: JsonObject = {}): JsonObject {
    return { name: this.name, kubeconfigFile: this.kubeconfigFile, ...more };
  }

  /** The object. Throws when there is none. */
  async expect(ref: ObjectRef): Promise<LiveObject> {
    const object = await this.get(ref);
    if (object === undefined) throw new Error(`${this.name} has no ${ref.kind} ${ref.namespace ?? ""}/${ref.name}`);
    return object;
  }

  /** All objects of one kind in a namespace, and the cluster's revision at that time. */
  async list(kind: Pick<ObjectRef, "apiVersion" | "kind">, namespace: string): Promise<LiveObject[]> {
    const { status, body } = await ask(this.#access, "GET", pathOf({ ...kind, namespace, name: "" }));
    const { items } = checked(status, body) as { items: LiveObject[] };
    return items.map((item) => ({ ...item, ...kind }));
  }

  /** Creates an object. Throws when it exists. */
  async create(object: KubernetesObject): Promise<LiveObject> {
    const { apiVersion, kind, metadata } = object;
    const { namespace } = metadata ?? {};
    const path = pathOf({ apiVersion, kind, name: "", ...(namespace === undefined ? {} : { namespace }) });
    const { status, body } = await ask(this.#access, "POST", path, object);
    return checked(status, body) as LiveObject;
  }

  /** A kubeconfig with a token of a service account, good for an hour. */
  async kubeconfigFor(namespace: string, account: string): Promise<string> {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
    const { status, body } = await ask(this.#access, "POST", path, { spec: { expirationSeconds: 3600 } });
    const { token } = (checked(status, body) as { status: { token: string } }).status;
    const config = parse(readFileSync(this.kubeconfigFile, "utf8"));
    return stringify({ ...config, users: [{ name: config.users[0].name, user: { token } }] });
  }

  /** Starts to delete an object, and does not wait for its end. */
  async remove(ref: ObjectRef): Promise<void> {
    await ask(this.#access, "DELETE", pathOf(ref));
  }

  /** The cluster's revision now, as a start for {@link history}. */
  async revision(): Promise<string> {
    const { status, body } = await ask(this.#access, "GET", "/api/v1/namespaces?limit=1");
    return (checked(status, body) as { metadata: { resourceVersion: string } }).metadata.resourceVersion;
  }

  /** Everything that happened to objects of one kind in a namespace after a revision, in order. */
  async history(kind: Pick<ObjectRef, "apiVersion" | "kind">, namespace: string, after: string): Promise<Change[]> {
    const query = `?watch=1&timeoutSeconds=1&resourceVersion=${after}`;
    const path = pathOf({ ...kind, namespace, name: "" }) + query;
    const { status, body } = await ask(this.#access, "GET", path);
    if (status !== 200) throw new Error(`${this.name}: ${body}`);
    const events = body.split("\n").filter((line) => line !== "");
    return events.map((line) => {
      const { type, object } = JSON.parse(line) as Omit<Change, "revision">;
      return { type, object, revision: Number(object.metadata.resourceVersion) };
    });
  }
}

function checked(status: number, body: string): unknown {
  const answer: unknown = JSON.parse(body);
  if (status >= 300) throw new Error(`the cluster answered ${status}: ${body}`);
  return answer;
}

/** Right for every kind that tests use: their plural is the name with an `s`. */
function pathOf({ apiVersion, kind, namespace, name }: ObjectRef): string {
  const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = namespace === undefined ? "" : `/namespaces/${namespace}`;
  return `${group}${scope}/${kind.toLowerCase()}s${name === "" ? "" : `/${name}`}`;
}
