import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

interface Locked {
  resolved?: string;
  integrity?: string;
  link?: boolean;
  inBundle?: boolean;
}

/** Also where a package says nothing: then npm takes it from the registry, and its hash decides. */
const REGISTRY = "https://registry.npmjs.org/";

const { packages } = JSON.parse(readFileSync(join(__dirname, "../package-lock.json"), "utf8")) as {
  packages: Record<string, Locked>;
};

/** What is downloaded: all but the project itself, its own folders, and what comes inside of another package. */
const downloaded = Object.entries(packages).filter(
  ([path, { link, inBundle }]) => path.includes("node_modules/") && !link && !inBundle,
);

describe("package-lock.json", () => {
  it("has packages of the public registry only", () => {
    expect(downloaded.length).toBeGreaterThan(100);
    const foreign = downloaded.filter(([, { resolved = REGISTRY }]) => !resolved.startsWith(REGISTRY));
    expect(foreign).toEqual([]);
  });

  it("has a hash of the content of each", () => {
    expect(downloaded.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""))).toEqual([]);
  });

  it("links to nothing but a folder of this project", () => {
    const links = Object.values(packages).filter(({ link }) => link);
    expect(links.map(({ resolved }) => resolved)).toEqual(["tools/shim"]);
  });
});
