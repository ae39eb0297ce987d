import { randomBytes } from "node:crypto";
import { type Cloud, type Item, newId } from "./cloud";
import { cluster, outputsOf } from "./cluster";
import { ApiError } from "./errors";
import { functions } from "./functions";
import type { Call, Failure, Kind } from "./kind";
import { authenticate, type Login, loginOf, PROVIDER_PROPERTIES } from "./login";
import { network, securityGroup, vswitch } from "./network";
import { nodePool } from "./node-pool";
import { changedKeys, hasUnknown, type Properties, text, UNKNOWN } from "./values";

const KINDS: readonly Kind[] = [network, vswitch, securityGroup, cluster, nodePool];

/** What differs, and what of it leads to a replacement. */
interface Difference {
  changed: string[];
  replacing: string[];
}

/** The stand-in for the provider `alicloud`: what the engine asks for, without its protocol. */
export class Provider {
  #login: Login = loginOf({});

  constructor(private readonly cloud: Cloud) {}

  checkConfiguration(inputs: Properties): Failure[] {
    const unknown = Object.keys(inputs).filter((key) => !PROVIDER_PROPERTIES.includes(key));
    const failures = unknown.map((property) => ({ property, reason: "the stand-in does not know it" }));
    const { region } = loginOf(inputs);
    return region === "" ? [...failures, { property: "region", reason: "a region is needed" }] : failures;
  }

  /** Another login is no other cloud: nothing is replaced. */
  diffConfiguration(olds: Properties, news: Properties): Difference {
    return { changed: changedKeys(olds, news), replacing: [] };
  }

  configure(configuration: Properties): void {
    this.#login = loginOf(configuration);
  }

  check(urn: string, olds: Properties, news: Properties): { inputs: Properties; failures: Failure[] } {
    const kind = kindOf(urn);
    const inputs = {
      [kind.name]: olds[kind.name] ?? `${urn.split("::").pop()}-${randomBytes(4).toString("hex").slice(1)}`,
      ...news,
    };
    const unknown = Object.keys(news).filter((key) => !(key in kind.properties));
    const missing = kind.required.filter((key) => news[key] === undefined);
    const failures = [
      ...unknown.map((property) => ({ property, reason: "an argument named so is not expected here" })),
      ...missing.map((property) => ({ property, reason: "missing required property" })),
      ...(kind.check?.(inputs) ?? []),
    ];
    return { inputs, failures };
  }

  diff(urn: string, olds: Properties, news: Properties): Difference {
    const { properties } = kindOf(urn);
    const changed = changedKeys(olds, news).filter((key) => properties[key] !== "createOnly");
    return { changed, replacing: changed.filter((key) => properties[key] === "replace") };
  }

  async create(urn: string, inputs: Properties, preview: boolean): Promise<{ id: string; properties: Properties }> {
    const kind = kindOf(urn);
    if (preview) {
      const unknown = Object.fromEntries(kind.outputs.map((key) => [key, UNKNOWN]));
      return { id: "", properties: { ...unknown, ...inputs } };
    }
    const call = this.#call();
    const id = newId(kind.prefix);
    const outputs = await kind.create(call, id, inputs);
    const item = { id, type: kind.type, region: call.region, inputs, outputs };
    this.cloud.put(item);
    await kind.complete?.(call, item);
    return { id, properties: propertiesOf(this.cloud.get(id) ?? item) };
  }

  async read(urn: string, id: string): Promise<{ inputs: Properties; properties: Properties } | undefined> {
    const { cloud, region } = this.#call();
    const item = cloud.get(id);
    if (item?.type !== kindOf(urn).type || item.region !== region) return undefined;
    return { inputs: item.inputs, properties: propertiesOf(item) };
  }

  async update(urn: string, id: string, news: Properties, preview: boolean): Promise<Properties> {
    if (preview) return { ...propertiesOf(this.#item(id)), ...news };
    const call = this.#call();
    await kindOf(urn).update?.(call, this.#item(id), news);
    this.cloud.put({ ...this.#item(id), inputs: news });
    return propertiesOf(this.#item(id));
  }

  /** What is gone already is deleted. */
  async delete(urn: string, id: string): Promise<void> {
    const call = this.#call();
    const item = this.cloud.get(id);
    if (item === undefined) return;
    await kindOf(urn).delete(call, item);
    this.cloud.remove(id);
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    const read = functions[token];
    if (read === undefined) throw new ApiError("Unknown", `the stand-in has no function ${token}`);
    if (hasUnknown(args)) throw new ApiError("Unknown", `${token} was called with something that is not known`);
    return read(this.#call(), args);
  }

  /** Every call is signed. */
  #call(): Call {
    authenticate(this.cloud, this.#login);
    return { cloud: this.cloud, region: this.#login.region };
  }

  #item(id: string): Item {
    const item = this.cloud.get(id);
    if (item === undefined) throw new ApiError("NotFound", `there is no ${id}`);
    return item;
  }
}

function propertiesOf(item: Item): Properties {
  return { ...outputsOf(item), ...item.inputs };
}

function kindOf(urn: string): Kind {
  const type = text(urn.split("::")[2]).split("$").pop();
  const kind = KINDS.find((one) => one.type === type);
  if (kind === undefined) throw new ApiError("Unknown", `the stand-in has no resource type ${type}`);
  return kind;
}
