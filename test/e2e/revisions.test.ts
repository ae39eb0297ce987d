import { beforeAll, describe, expect, it } from "vitest";
import type { RevisionRow } from "../../cli/revisions/rows";
import type { JsonObject } from "../../model/json";
import type { Change, Report } from "../../report/types";
import { ClusterClient } from "./support/cluster";
import { application, raw, settings, topology, web } from "./support/documents";
import { changes } from "./support/events";
import { flotilla } from "./support/flotilla";
import { CONFIG_MAP, fingerprint } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");
const only = { "app.oam.dev/revision-only": "true" };

/** Runs a command that has to succeed, and returns what it printed. */
async function printed(stack: Stack, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await flotilla(stack, args);
  expect(code, stdout + stderr).toBe(0);
  return stdout;
}

function changeText({ action, subject, clusters, fields }: Change): string {
  return `${action} ${subject.kind}/${subject.name} in ${clusters}: ${fields.map(({ path }) => path)}`;
}

/** A document with annotations. */
function annotated(document: ReturnType<typeof application>, annotations: JsonObject) {
  const { metadata, ...rest } = document as { metadata: JsonObject };
  return { ...rest, metadata: { ...metadata, annotations } };
}

describe("revisions of an Application", () => {
  const namespace = "revisions";
  const planted = (version: string) => `planted-${version}-77d1c0a93be4`;
  const entries = [c1.entry(), c2.entry()];
  let stack: Stack;
  /** What c1 and c2 had after the first version, without identities: what is put back is created anew. */
  let first: unknown;

  const version = (level: string, ...more: string[]) => {
    const secret = raw({
      ...{ apiVersion: "v1", kind: "Secret", metadata: { name: "secret" } },
      stringData: { level: planted(level) },
    });
    const components = [web("web"), secret, ...["config", ...more].map((name) => settings(name, { level }))];
    return application({ namespace, components, policies: [topology("both", ["c1", "c2"])] });
  };
  const content = async () =>
    Promise.all(
      [c1, c2].map(async (cluster) =>
        Object.entries(await fingerprint(cluster, namespace)).map(([name, text]) => {
          const { labels, data } = JSON.parse(text) as Record<string, unknown>;
          return { name, labels, data };
        }),
      ),
    );
  const up = async (...documents: Parameters<Stack["write"]>) => {
    const { output, steps } = await succeeded(stack.write(...documents).up());
    return { output, changed: changes(steps.filter(({ type }) => type.startsWith("kubernetes:"))) };
  };
  const revisions = async () =>
    JSON.parse(await printed(stack, "revisions", "app", "--output", "json")) as RevisionRow[];
  const statuses = async () => (await revisions()).map(({ revision, status }) => `${revision} ${status}`);

  beforeAll(async () => {
    stack = (await Stack.create("revisions")).configure({ clusters: entries });
  });

  it("are made once for each change, also when a run failed in between", async () => {
    await up(version("one", "more"));
    first = await content();
    expect((await up(version("one", "more"))).changed).toEqual([]);
    expect(await statuses()).toEqual(["app-v1 delivered"]);
    stack.configure({ clusters: entries, timeoutSeconds: 5 });
    const broken = application({
      ...{ namespace, policies: [topology("both", ["c1", "c2"])] },
      components: [web("web", { image: "registry.invalid/broken:1" })],
    });
    expect((await stack.write(broken).up()).code).not.toBe(0);
    expect(await statuses()).toEqual(["app-v1 delivered"]);
    stack.configure({ clusters: entries });
    await up(version("two"));
    expect(await statuses()).toEqual(["app-v2 delivered", "app-v1 earlier"]);
    expect((await revisions()).map(({ clusters }) => clusters)).toEqual([
      ["c1", "c2"],
      ["c1", "c2"],
    ]);
  });

  it("are shown without the data of Secrets, and compared for every cluster", async () => {
    const shown = await printed(stack, "revisions", "show", "app", "v1");
    expect(shown).toContain("kind: ApplicationRevision");
    expect(shown).not.toContain("planted");
    expect(await printed(stack, "revisions", "show", "app", "v1", "--show-secrets")).toContain(planted("one"));
    const report = JSON.parse(
      await printed(stack, "diff", "app", "--from", "v1", "--to", "v2", "--output", "json"),
    ) as Report;
    expect(report.steps.map(({ step, changes }) => [step, ...changes.map(changeText)])).toEqual([
      [
        "deploy-both",
        "update ConfigMap/config in c1,c2: data.level",
        "update Secret/secret in c1,c2: stringData.level",
        "delete ConfigMap/more in c1,c2: ",
      ],
    ]);
    expect(JSON.stringify(report)).not.toContain("planted");
    const text = await printed(stack, "diff", "--from", "v1");
    expect(text, "with the only Application, and what is delivered now").toContain('data.level: "one" -> "two"');
    const { code, stderr } = await flotilla(stack, ["diff", "app", "--to", "v2"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("add --from")]);
  });

  it("are put back exactly by a rollback that can be previewed, and the files are left alone", async () => {
    expect(await printed(stack, "workflow", "rollback", "app")).toContain("revisions/app is pinned to app-v1");
    const preview = await succeeded(stack.preview());
    const expected = ["c1", "c2"].flatMap((cluster) => [
      `create ${cluster}/revisions/ConfigMap/more`,
      `update ${cluster}/revisions/ConfigMap/config`,
      `update ${cluster}/revisions/Secret/secret`,
    ]);
    const objects = (steps: typeof preview.steps) =>
      changes(
        steps.filter(({ type }) => type.startsWith("kubernetes:") && !type.startsWith("kubernetes:core/v1:Name")),
      );
    expect(objects(preview.steps)).toEqual(expected.sort());
    const { output, steps } = await succeeded(stack.up());
    expect(objects(steps)).toEqual(expected.sort());
    expect(output).toContain("revisions/app is pinned to revision app-v1");
    expect(await content()).toEqual(first);
    expect(await statuses()).toEqual(["app-v2 earlier", "app-v1 delivered"]);
    expect((await succeeded(stack.preview("--expect-no-changes"))).output).toContain("pinned");
  });

  it("follow the files again without a pin, and the number is not given twice", async () => {
    await printed(stack, "revisions", "unpin", "app");
    await up(version("two"));
    expect(await statuses()).toEqual(["app-v2 delivered", "app-v1 earlier"]);
    await up(version("three"));
    expect(await statuses()).toEqual(["app-v3 delivered", "app-v2 earlier", "app-v1 earlier"]);
  });

  it("are in no output and no state in clear", async () => {
    const texts = [await stack.export(), (await stack.preview("--json")).output, (await stack.up()).output];
    for (const text of texts) expect(text).not.toMatch(/planted|cGxhbnRlZ/);
    expect(texts[0]).toContain('"revisions"');
  });

  it("are kept and not delivered with revision-only, while what is there stays", async () => {
    const before = await Promise.all([c1, c2].map((cluster) => fingerprint(cluster, namespace)));
    const { output, changed } = await up(annotated(version("four"), only));
    expect(changed).toEqual([]);
    expect(output).toContain("what it delivered before stays as it is");
    expect((await statuses()).slice(0, 2)).toEqual(["app-v4 recorded", "app-v3 earlier"]);
    expect(await Promise.all([c1, c2].map((cluster) => fingerprint(cluster, namespace)))).toEqual(before);
    await up(version("four"));
    expect((await c1.expect({ ...CONFIG_MAP, namespace, name: "config" })).data).toEqual({ level: "four" });
    expect((await statuses())[0]).toBe("app-v4 delivered");
  });

  it("are as many as the configuration says", async () => {
    stack.configure({ clusters: entries, revisionHistory: 2 });
    await up(version("five"));
    expect(await statuses()).toEqual(["app-v5 delivered", "app-v4 earlier"]);
    await succeeded(stack.destroy());
  });
});
