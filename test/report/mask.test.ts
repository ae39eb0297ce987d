import { describe, expect, it } from "vitest";
import { masked, maskedObject, maskedText } from "../../report/mask";

describe("masked", () => {
  it.each([
    [{ password: "planted" }],
    [{ spec: { apiKey: "planted" } }],
    [{ env: [{ name: "DB_PASSWORD", value: "planted" }] }],
    [{ args: ["--token=planted"] }],
    [{ args: ["--api-token planted"] }],
    [{ url: "https://me:planted@registry.example" }],
    [{ text: "-----BEGIN RSA PRIVATE KEY-----\nplanted\n-----END RSA PRIVATE KEY-----" }],
    [{ file: "users:\n- user:\n    client-key-data: planted\n" }],
    [{ header: "eyJhbGciOiJplanted.eyJzdWIiOiplanted.c2lnplanted" }],
    [{ tokens: ["planted"] }],
  ])("hides what is secret in %j", (value) => {
    expect(JSON.stringify(masked(value))).not.toContain("planted");
  });

  it.each([
    [{ secretName: "tls" }],
    [{ automountServiceAccountToken: true }],
    [{ env: [{ name: "TOKEN", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }] }],
    [{ imagePullSecrets: [{ name: "registry" }] }],
    [{ image: "registry.example/web:1", mode: "fast" }],
  ])("leaves %j alone", (value) => {
    expect(masked(value)).toEqual(value);
  });

  it("says in words what is known only later", () => {
    expect(masked({ id: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" })).toEqual({ id: "(known after up)" });
  });

  it("keeps the keys of a Secret, and nothing else of its data", () => {
    const secret = { apiVersion: "v1", kind: "Secret", data: { a: "planted" }, stringData: "[secret]" };
    expect(maskedObject(secret)).toMatchObject({ data: { a: "[secret]" }, stringData: "[secret]" });
  });

  it("hides secrets in messages", () => {
    expect(maskedText("refused: password=planted, go away")).toBe("refused: password=[secret], go away");
  });
});
