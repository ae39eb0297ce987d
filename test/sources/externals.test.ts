import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../model/documents";
import type { Clusters } from "../../sources/clusters";
import { readExternals } from "../../sources/externals";

const app = (workflow: string, policies = "[]") =>
  `{apiVersion: core.oam.dev/v1beta1, kind: Application, metadata: {name: shop, namespace: demo}, spec: {components: [{name: web, type: webservice, properties: {image: a}}], policies: ${policies}, workflow: ${workflow}}}\n`;
const steps = (...policies: string[]) => `[{name: a, type: deploy, properties: {policies: [${policies}]}}]`;
const policy = (name: string) =>
  `{apiVersion: core.oam.dev/v1alpha1, kind: Policy, metadata: {name: ${name}, namespace: demo}, type: topology}\n`;

/** A hub with a Workflow and a Policy, and what it was asked for. */
function hub() {
  const asked: string[] = [];
  const metadata = (name: string) => ({ name, namespace: "demo", uid: "u" });
  const version = "core.oam.dev/v1alpha1";
  const objects: Record<string, object> = {
    "Workflow/flow": {
      ...{ apiVersion: version, kind: "Workflow", metadata: metadata("flow") },
      steps: [{ name: "s", type: "deploy", properties: { policies: ["place"] } }],
    },
    "Policy/place": {
      apiVersion: version,
      kind: "Policy",
      metadata: metadata("place"),
      type: "topology",
      properties: {},
    },
  };
  const clusters: Clusters = {
    async read({ type, select, namespace, cluster }) {
      const key = `${"kind" in type ? type.kind : ""}/${"name" in select ? select.name : ""}`;
      asked.push(`${cluster} ${namespace} ${key}`);
      if (key === "Policy/down") return { problem: "cannot be asked", silent: true };
      const found = objects[key];
      return found === undefined ? { problem: "is nowhere" } : { objects: [found as never] };
    },
  };
  return { clusters, asked };
}

async function read(text: string) {
  const { clusters, asked } = hub();
  const { documents, warnings } = await readExternals(parseDocuments([{ file: "app.yaml", text }]).documents, clusters);
  const names = [...documents.policies, ...documents.workflows].map(({ name }) => name);
  return { asked, names, warnings: warnings.map(({ message }) => message) };
}

describe("Policies and Workflows of the hub", () => {
  it("are read when they are referred to by name, also by each other, in the Application's namespace", async () => {
    expect(await read(app("{ref: flow}"))).toEqual({
      ...{ asked: ["local demo Workflow/flow", "local demo Policy/place"], names: ["place", "flow"], warnings: [] },
    });
  });

  it("are not asked for when the Application or the files have them, or nobody refers to them", async () => {
    const own = "[{name: place, type: topology, properties: {}}]";
    for (const text of [
      app(`{steps: ${steps("place")}}`, own),
      `${app(`{steps: ${steps("place")}}`)}---\n${policy("place")}`,
      app(`{steps: ${steps()}}`),
    ]) {
      expect((await read(text)).asked).toEqual([]);
    }
  });

  it("are left to the planner to miss, with a warning when the hub does not answer", async () => {
    expect(await read(app(`{steps: ${steps("none", "down")}}`))).toMatchObject({
      ...{ names: [], warnings: ['Policy "down" cannot be asked'] },
    });
  });

  it("are not read when nobody said how the hub is reached", async () => {
    const { documents } = parseDocuments([{ file: "app.yaml", text: app("{ref: flow}") }]);
    expect(await readExternals(documents, undefined)).toEqual({ documents, warnings: [] });
  });
});
