import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseDocuments } from "../../model/documents";
import { formatFinding, InputError } from "../../model/findings";
import { planApplication } from "../../plan/plan";
import { type Clusters, NO_CLUSTERS } from "../../sources/clusters";
import { readReferences } from "../../sources/read";
import type { ObjectReference } from "../../workloads/references";
import { typeRegistry } from "../../workloads/registry";
import { cluster, registry } from "../support/plan";

const REGISTRY = registry(cluster("c1"));
const TYPES = typeRegistry();

const folder = mkdtempSync(join(tmpdir(), "flotilla-sources-"));
const server = createServer((request, response) => {
  response.statusCode = request.url === "/cm.yaml" ? 200 : 404;
  response.end("{apiVersion: v1, kind: ConfigMap, metadata: {name: from-web}}");
});
let address: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** An Application `shop` in namespace `home` with one component `it`, in a file in the folder. */
function shop(type: string, properties: string, more = ""): string {
  return `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: home}
spec:
  components: [{name: it, type: ${type}, properties: ${properties}}]
${more}`;
}

const settings = "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: it}, data: {a: b}}\n";

/** Reads and plans: `Kind/name` of every object, and warnings; or what is wrong. */
async function planned(text: string, clusters: Clusters = NO_CLUSTERS) {
  const { documents } = parseDocuments([{ file: join(folder, "app.yaml"), text }]);
  const { references, warnings } = await readReferences(documents, REGISTRY, TYPES, clusters);
  const [application] = documents.applications;
  if (application === undefined) throw new Error("no application");
  try {
    const plan = planApplication(application, documents, REGISTRY, { references });
    const objects = plan.steps.flatMap(({ deliveries }) => deliveries.flatMap((delivery) => delivery.objects));
    return {
      steps: plan.steps.map(({ name }) => name),
      objects: objects.map(({ kind, metadata }) => `${kind}/${metadata?.name}`),
      warnings: warnings.map(formatFinding),
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { refused: error.message };
  }
}

describe("objects of other documents", () => {
  it.each([
    "{resource: configmap}",
    "{resource: configmaps, group: ''}",
    "{apiVersion: v1, kind: ConfigMap, name: it, cluster: c1}",
    "{resource: ConfigMap, labelSelector: {}}",
  ])("are found as %s, and delivered in one step", async (reference) => {
    expect(await planned(shop("ref-objects", `{objects: [${reference}]}`) + settings)).toEqual({
      ...{ steps: ["deploy"], objects: ["ConfigMap/it"], warnings: [] },
    });
  });

  it("are told when nobody refers to them", async () => {
    const other = "---\n{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}}\n";
    const { warnings } = await planned(shop("ref-objects", "{objects: [{resource: configmap}]}") + settings + other);
    expect(warnings).toEqual([expect.stringContaining('no component refers to Deployment "web"')]);
  });

  it.each([
    ["{resource: secret}", 'secret "it" in namespace "home"'],
    ["{resource: configmap, group: apps}", 'configmap "it" in namespace "home"'],
    ["{resource: configmap, name: other, namespace: x}", 'configmap "other" in namespace "x"'],
    ["{resource: configmap, labelSelector: {a: b}}", 'configmap with the labels a=b in namespace "home"'],
  ])("are not found as %s, which is told with its place and what to do", async (reference, what) => {
    const { refused } = await planned(shop("ref-objects", `{objects: [${reference}]}`) + settings);
    expect(refused).toContain("app.yaml:5:");
    expect(refused).toContain("spec.components[0].properties.objects[0]");
    expect(refused).toContain(`${what} is in none of the files, and flotilla plan reads no cluster`);
    expect(refused).toContain("(add the object to the files, or run pulumi preview)");
  });

  it("win over those of a cluster, which is asked for the rest only", async () => {
    const asked: ObjectReference[] = [];
    const clusters: Clusters = {
      read: async (reference) => {
        asked.push(reference);
        return { objects: [{ apiVersion: "v1", kind: "Secret", metadata: { name: "live", namespace: "home" } }] };
      },
    };
    const references = "{objects: [{resource: configmap}, {resource: secret, name: live}]}";
    expect(await planned(shop("ref-objects", references) + settings, clusters)).toMatchObject({
      objects: ["ConfigMap/it", "Secret/live"],
    });
    expect(asked).toMatchObject([{ select: { name: "live" } }]);
  });

  it("are looked for as overrides say, for components that they add and change", async () => {
    const policies = `  policies:
    - {name: where, type: topology, properties: {clusters: [c1]}}
    - name: more
      type: override
      properties:
        components: [{name: extra, type: ref-objects, properties: {objects: [{resource: configmap, name: it}]}}]
`;
    const text = shop("webservice", "{image: nginx}", policies) + settings;
    expect(await planned(text)).toMatchObject({ objects: ["Deployment/it", "ConfigMap/it"], warnings: [] });
  });
});

describe("texts on the web", () => {
  it("are read", async () => {
    expect(await planned(shop("ref-objects", `{urls: ["${address}/cm.yaml"]}`))).toMatchObject({
      objects: ["ConfigMap/from-web"],
    });
  });

  it("are refused when the server has none", async () => {
    const { refused } = await planned(shop("ref-objects", `{urls: ["${address}/other"]}`));
    expect(refused).toContain("/other cannot be read: the server answers 404");
  });
});

describe("kustomizations", { timeout: 300_000 }, () => {
  it("are built from the folder of the file", async () => {
    mkdirSync(join(folder, "base"));
    writeFileSync(join(folder, "base/kustomization.yaml"), "namePrefix: my-\nresources: [cm.yaml]\n");
    writeFileSync(join(folder, "base/cm.yaml"), "{apiVersion: v1, kind: ConfigMap, metadata: {name: cm}}");
    expect(await planned(shop("kustomize", "{path: ./base}"))).toMatchObject({ objects: ["ConfigMap/my-cm"] });
  });

  it("are refused when they are not there or cannot be built", async () => {
    mkdirSync(join(folder, "broken"));
    writeFileSync(join(folder, "broken/kustomization.yaml"), "resources: [missing.yaml]\n");
    expect((await planned(shop("kustomize", "{path: nowhere}"))).refused).toMatch(
      /properties\.path: .*nowhere" is not there/,
    );
    expect((await planned(shop("kustomize", "{path: broken}"))).refused).toMatch(/cannot be built: .*missing\.yaml/);
  });
});

describe("charts on this machine", () => {
  const description = async () => {
    const { documents } = parseDocuments([{ file: join(folder, "app.yaml"), text: shop("helm", "{chart: ./chart}") }]);
    const { references } = await readReferences(documents, REGISTRY, TYPES, NO_CLUSTERS);
    const [application] = documents.applications;
    const plan = application && planApplication(application, documents, REGISTRY, { references });
    return (plan?.steps[0]?.deliveries[0]?.objects[0]?.spec as { description: string } | undefined)?.description;
  };

  it("change when any of their files does", async () => {
    mkdirSync(join(folder, "chart/templates"), { recursive: true });
    writeFileSync(join(folder, "chart/Chart.yaml"), "name: own\n");
    writeFileSync(join(folder, "chart/templates/a.yaml"), "a");
    const before = await description();
    expect(before).toMatch(/^chart [0-9a-f]{16}$/);
    expect(await description()).toBe(before);
    writeFileSync(join(folder, "chart/templates/a.yaml"), "b");
    expect(await description()).not.toBe(before);
  });

  it("are refused when they are not there", async () => {
    expect((await planned(shop("helm", "{chart: podinfo}"))).refused).toMatch(
      /properties\.chart: .*podinfo" is not there \(give the url/,
    );
  });
});
