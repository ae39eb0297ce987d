import { describe, expect, it } from "vitest";
import { helm } from "../../../workloads/components/helm";
import type { Found, Reference } from "../../../workloads/references";
import { outside } from "../outside";
import { refused, render } from "./render";

const secret: Found = {
  objects: [
    {
      ...{ apiVersion: "v1", kind: "Secret", metadata: { name: "login" } },
      data: { username: Buffer.from("ann").toString("base64"), password: Buffer.from("pw").toString("base64") },
    },
  ],
};

/** The release of some properties, when reading finds what is given. */
function release(properties: object, found: Found = { objects: [], digest: "abc" }, asked: Reference[] = []) {
  const read = (reference: Reference) => {
    asked.push(reference);
    return found;
  };
  return render(helm, properties, { outside: outside(read) }).workload;
}

const remote = { chart: "podinfo", url: "https://charts.example" };

describe("helm", () => {
  it("is one release with the chart's name, its repository and its values", () => {
    expect(release({ ...remote, version: "1.2.3", values: { replicas: 2 } })).toStrictEqual({
      ...{ apiVersion: "helm.sh/v3", kind: "Release", metadata: { name: "web" } },
      spec: {
        ...{ chart: "podinfo", version: "1.2.3", repositoryOpts: { repo: "https://charts.example" } },
        values: { replicas: 2 },
      },
    });
  });

  it("takes the newest version when any will do", () => {
    expect(release(remote).spec).not.toHaveProperty("version");
    expect(release({ ...remote, version: "1.x" }).spec).toHaveProperty("version", "1.x");
  });

  it("finds a chart in a registry by one address", () => {
    const oci = { chart: "podinfo", repoType: "oci" };
    expect(release({ ...oci, url: "oci://ghcr.io/charts/" }).spec).toEqual({ chart: "oci://ghcr.io/charts/podinfo" });
    expect(release({ ...oci, url: "ghcr.io/charts" }).spec).toEqual({ chart: "oci://ghcr.io/charts/podinfo" });
  });

  it("names the release as Flux does, and keeps to what Helm accepts", () => {
    const metadata = (more: object) => release({ ...remote, ...more }).metadata;
    expect(metadata({ targetNamespace: "ops" })).toEqual({ name: "ops-web", namespace: "ops" });
    expect(metadata({ targetNamespace: "ops", releaseName: "r" })).toEqual({ name: "r", namespace: "ops" });
    expect(() => metadata({ releaseName: "r".repeat(54) })).toThrow("more than 53 characters");
  });

  it("takes a chart from the folder of the file, and changes when the chart does", () => {
    const asked: Reference[] = [];
    expect(release({ chart: "../charts/own" }, undefined, asked).spec).toEqual({
      chart: "charts/own",
      description: "chart abc",
    });
    expect(asked).toEqual([{ from: "chart", path: "charts/own" }]);
  });

  it("takes credentials from a Secret of the Application's namespace", () => {
    const asked: Reference[] = [];
    const { spec } = release({ ...remote, secretRef: "login" }, secret, asked);
    expect(spec).toHaveProperty("repositoryOpts", { repo: "https://charts.example", username: "ann", password: "pw" });
    expect(asked).toMatchObject([{ cluster: "local", namespace: "home", select: { name: "login" } }]);
    expect(() => release({ ...remote, secretRef: "login" }, { objects: [] })).toThrow("has no username and password");
  });

  it("reads how long to wait", () => {
    const timeout = (installTimeout: string) => release({ ...remote, installTimeout }).spec;
    expect(timeout("1h2m3s")).toHaveProperty("timeout", 3723);
    expect(timeout("90s")).toHaveProperty("timeout", 90);
  });

  it("refuses values that would silently be left out", () => {
    expect(() => release({ ...remote, values: { list: [{ a: null }] } })).toThrow(
      expect.objectContaining({ path: ["values", "list", 0, "a"] }),
    );
  });

  it("refuses what only an agent in the cluster could do", () => {
    expect(refused(helm, { ...remote, repoType: "git" })).toEqual(["repoType"]);
    expect(refused(helm, { ...remote, repoType: "oss" })).toEqual(["repoType"]);
    expect(refused(helm, { ...remote, valuesFrom: [], upgradeCRD: true })).toEqual(["upgradeCRD", "valuesFrom"]);
    expect(refused(helm, { ...remote, installTimeout: "soon" })).toEqual(["installTimeout"]);
  });
});
