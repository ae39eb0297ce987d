import { describe, expect, it } from "vitest";
import { type ExportedResource, isDecrypted, secretTexts, unreadyIn } from "../../../cli/unready/state";

const SIGNATURE = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const PROVIDER = "urn:pulumi:prod::flotilla::flotilla:index:Cluster$pulumi:providers:kubernetes::c1";

const provider: ExportedResource = {
  ...{ urn: PROVIDER, type: "pulumi:providers:kubernetes", id: "1234" },
  inputs: { kubeconfig: { ...SIGNATURE, plaintext: '"its kubeconfig"' } },
};
const object = (type: string, id: string, more: Partial<ExportedResource> = {}): ExportedResource => ({
  ...{ urn: `urn:pulumi:prod::flotilla::${type}::${id}`, type, id, provider: `${PROVIDER}::1234` },
  ...more,
});
const initErrors = ["2 errors occurred"];

describe("what a state has that had not become ready", () => {
  it("is what has init errors, with the cluster and how it is reached", () => {
    const found = unreadyIn([
      provider,
      object("kubernetes:apps/v1:Deployment", "shop/web", { initErrors }),
      object("kubernetes:apps/v1:Deployment", "shop/ready", { initErrors: null }),
      object("kubernetes:core/v1:Namespace", "shop", { initErrors }),
    ]);
    const common = { cluster: "c1", kubeconfig: "its kubeconfig" };
    expect(found).toEqual([
      { ...common, apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web" },
      { ...common, apiVersion: "v1", kind: "Namespace", name: "shop" },
    ]);
  });

  it("says nothing of a kubeconfig that is encrypted", () => {
    const encrypted = { ...provider, inputs: { kubeconfig: { ...SIGNATURE, ciphertext: "v1:abc" } } };
    const [found] = unreadyIn([encrypted, object("kubernetes:core/v1:Pod", "a/b", { initErrors })]);
    expect(found).not.toHaveProperty("kubeconfig");
  });

  it("is not told where the state's secrets could not be decrypted", () => {
    const blank = { ...provider, inputs: { kubeconfig: { ...SIGNATURE, plaintext: "null" } } };
    expect([[provider], [blank], []].map(isDecrypted)).toEqual([true, false, true]);
  });

  it("has no Helm releases, and nothing that is in no cluster", () => {
    const elsewhere = { ...object("alicloud:cs/cluster:Cluster", "x", { initErrors }), provider: "urn::x::y" };
    expect(unreadyIn([provider, object("kubernetes:helm.sh/v3:Release", "a/b", { initErrors }), elsewhere])).toEqual(
      [],
    );
  });
});

describe("the secrets of a state", () => {
  it("are those of objects, also as they were before they were encoded", () => {
    const data = { password: Buffer.from("correct horse").toString("base64"), short: "YQ==" };
    const secret = object("kubernetes:core/v1:Secret", "a/b", {
      inputs: { data: { ...SIGNATURE, plaintext: JSON.stringify(data) }, kind: "Secret, a kind in clear" },
    });
    expect(secretTexts([provider, secret])).toEqual(["Y29ycmVjdCBob3JzZQ==", "correct horse"]);
  });
});
