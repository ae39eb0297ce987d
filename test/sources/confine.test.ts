import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseDocuments } from "../../model/documents";
import { NO_CLUSTERS } from "../../sources/clusters";
import { readReferences } from "../../sources/read";
import { readUrl } from "../../sources/url";
import { typeRegistry } from "../../workloads/registry";
import { registry } from "../support/plan";

const root = mkdtempSync(join(tmpdir(), "flotilla-confine-"));
const own = join(root, "team-a");
const other = join(root, "team-b");

/** A chart whose template prints a file of it. */
function chart(folder: string): void {
  mkdirSync(join(folder, "templates"), { recursive: true });
  writeFileSync(join(folder, "Chart.yaml"), "apiVersion: v2\nname: c\nversion: 1.0.0\n");
}

function kustomization(folder: string, resource: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "kustomization.yaml"), `resources: [${resource}]\n`);
}

beforeAll(() => {
  for (const folder of [own, other]) chart(join(folder, "chart"));
  writeFileSync(join(other, "secret.yaml"), "{apiVersion: v1, kind: Secret, metadata: {name: planted}}");
  kustomization(join(other, "kustomize"), "../secret.yaml");
  chart(join(own, "linked"));
  symlinkSync(join(other, "secret.yaml"), join(own, "linked", "templates", "secret.yaml"));
  chart(join(own, "linked-folder"));
  symlinkSync(other, join(own, "linked-folder", "files"));
  chart(join(own, "linked-inside"));
  symlinkSync(join(own, "chart", "Chart.yaml"), join(own, "linked-inside", "templates", "c.yaml"));
  symlinkSync(join(other, "chart"), join(own, "link-to-chart"));
  symlinkSync(join(other, "kustomize"), join(own, "link-to-kustomize"));
});

afterAll(() => rmSync(root, { recursive: true }));

/** What is found under a path that an Application of team A gives. */
async function found(type: string, key: string, path: string) {
  const text = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop}
spec: {components: [{name: it, type: ${type}, properties: {${key}: ${JSON.stringify(path)}}}]}`;
  const { documents } = parseDocuments([{ file: join(own, "app.yaml"), text }]);
  const answers: unknown[] = [];
  const { references } = await readReferences(documents, registry(), typeRegistry(), NO_CLUSTERS);
  for (const from of ["chart", "kustomization"] as const) {
    const place = path.startsWith("/") ? path : join(own, path);
    answers.push(references.get(from === "chart" ? { from, path: place } : { from, folder: place }));
  }
  return answers.find((answer) => answer !== undefined);
}

describe("files that an Application names", () => {
  it.each([
    ["helm", "chart", "../team-b/chart"],
    ["helm", "chart", join(other, "chart")],
    ["helm", "chart", "link-to-chart"],
    ["helm", "chart", "chart/../../team-b/chart"],
    ["kustomize", "path", "../team-b/kustomize"],
    ["kustomize", "path", join(other, "kustomize")],
    ["kustomize", "path", "link-to-kustomize"],
  ])("are refused elsewhere on the machine: %s with %s %s", async (type, key, path) => {
    expect(await found(type, key, path)).toMatchObject({
      problem: expect.stringContaining("is outside of the folder"),
    });
  });

  it.each(["linked", "linked-folder"])("are refused when a symbolic link in a chart leads out: %s", async (path) => {
    expect(await found("helm", "chart", path)).toMatchObject({ problem: expect.stringContaining("symbolic link") });
  });

  it.each(["chart", "./chart", "linked-inside"])("may be beside the document: %s", async (path) => {
    expect(await found("helm", "chart", path)).toMatchObject({ digest: expect.any(String) });
  });
});

describe("a text on the web", () => {
  it("is given up on as soon as it is too large", async () => {
    let sent = 0;
    const chunk = Buffer.alloc(1 << 20, "#");
    const server = createServer((_, response) => {
      const more = () => {
        sent += chunk.length;
        if (sent < 200 << 20 && !response.destroyed) response.write(chunk, more);
      };
      more();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const answer = await readUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    server.closeAllConnections();
    server.close();
    expect(answer).toMatchObject({ problem: "cannot be read: it is larger than 10 MB" });
    expect(sent).toBeLessThan(200 << 20);
  });
});
