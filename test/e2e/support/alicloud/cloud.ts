import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Properties } from "./values";

/** The environment variable that says which folder the cloud keeps everything in. */
export const CLOUD_FOLDER = "FLOTILLA_TEST_CLOUD";

/** An access key that the cloud accepts. */
export interface AccessKey {
  accessKey: string;
  secretKey: string;
  securityToken?: string;
  /** A token that has run out. */
  expired?: boolean;
}

/** What goes wrong. */
export interface Faults {
  /** The cloud refuses to create clusters, creates them broken, or does not get on with it until the fault is gone. */
  clusterCreation?: "refused" | "fails" | "hangs";
  nodePoolCreation?: "refused";
  /** The cloud gives no credentials for clusters, or gives them after more time than a run waits that has failed. */
  credentials?: "refused" | "late";
}

/** Who may use the cloud, where its clusters run, and what goes wrong. */
export interface CloudSettings {
  /** Folder of the local clusters. */
  clusters: string;
  keys: AccessKey[];
  faults: Faults;
}

/** Something that exists in the cloud. */
export interface Item {
  id: string;
  /** Pulumi's type. */
  type: string;
  region: string;
  inputs: Properties;
  outputs: Properties;
}

/** What exists in the cloud: a folder with a file per thing, so that plugins of several providers and the test share it. */
export class Cloud {
  constructor(readonly folder: string) {}

  static fromEnvironment(): Cloud {
    const folder = process.env[CLOUD_FOLDER];
    if (folder === undefined) throw new Error(`${CLOUD_FOLDER} is not set`);
    return new Cloud(folder);
  }

  get settings(): CloudSettings {
    return JSON.parse(readFileSync(join(this.folder, "settings.json"), "utf8")) as CloudSettings;
  }

  set settings(settings: CloudSettings) {
    mkdirSync(this.folder, { recursive: true });
    writeWhole(join(this.folder, "settings.json"), settings);
  }

  /** Everything of a type, or just everything. */
  list(type?: string): Item[] {
    const folder = join(this.folder, "items");
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
    const items = files.map((file) => this.get(file.replace(/\.json$/, ""))).filter((item) => item !== undefined);
    return items.filter((item) => type === undefined || item.type === type);
  }

  get(id: string): Item | undefined {
    const file = this.#file(id);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Item) : undefined;
  }

  put(item: Item): void {
    mkdirSync(join(this.folder, "items"), { recursive: true });
    writeWhole(this.#file(item.id), item);
  }

  remove(id: string): void {
    rmSync(this.#file(id), { force: true });
  }

  /** Remembers a secret that was given out, so that a test can look for it. */
  issue(secret: string): void {
    appendFileSync(join(this.folder, "issued"), `${secret}\n`, { mode: 0o600 });
  }

  /** Every secret that was given out. */
  issued(): string[] {
    const file = join(this.folder, "issued");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }

  #file(id: string): string {
    return join(this.folder, "items", `${id}.json`);
  }
}

/** A new id such as `vpc-0f3a…`. */
export function newId(prefix: string): string {
  return `${prefix}${randomBytes(8).toString("hex")}`;
}

/** Nobody reads half a file. */
function writeWhole(file: string, value: unknown): void {
  const scratch = `${file}.${process.pid}`;
  writeFileSync(scratch, JSON.stringify(value, null, 2), { mode: 0o600 });
  renameSync(scratch, file);
}
