import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { kubeconfig } from "../../../tools/clusters/kubeconfig";

const access = (name: string) => ({ name, endpoint: `https://${name}`, ca: "CA", cert: "CERT", key: "KEY" });

describe("a kubeconfig", () => {
  it("holds one context per cluster, named after it, and needs no other file", () => {
    const written = parse(kubeconfig([access("local"), access("beijing-1")]));
    expect(written["current-context"]).toBe("local");
    expect(written.contexts).toEqual([
      { name: "local", context: { cluster: "local", user: "local" } },
      { name: "beijing-1", context: { cluster: "beijing-1", user: "beijing-1" } },
    ]);
    expect(written.clusters[1]).toEqual({
      name: "beijing-1",
      cluster: { server: "https://beijing-1", "certificate-authority-data": "Q0E=" },
    });
    expect(written.users[0].user).toEqual({ "client-certificate-data": "Q0VSVA==", "client-key-data": "S0VZ" });
  });
});
