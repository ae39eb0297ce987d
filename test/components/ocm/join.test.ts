import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { bootstrapToken, type HubApi, join } from "../../../components/ocm/join";

/** A hub that knows one cluster in several states, one after the other, and keeps what it is told. */
function hub(states: unknown[], requests: unknown[] = []): HubApi & { told: [string, unknown][] } {
  const told: [string, unknown][] = [];
  return {
    told,
    get: async (path) => {
      if (path.includes("certificatesigningrequests")) return { items: requests };
      return states.length > 1 ? states.shift() : states[0];
    },
    post: async (path, posted) => {
      told.push([path, posted]);
      return { status: { token: "t0ken" } };
    },
    put: async (path, replacement) => {
      told.push([path, replacement]);
      return replacement;
    },
  };
}

const condition = (type: string, status: string) => ({ type, status, message: `${type} is ${status}` });
const ACCEPTED = condition("HubAcceptedManagedCluster", "True");
const managed = (...conditions: object[]) => ({ metadata: { name: "c1" }, status: { conditions } });
const JOINED = managed(
  ACCEPTED,
  condition("ManagedClusterJoined", "True"),
  condition("ManagedClusterConditionAvailable", "True"),
);

/** What the agent of a cluster asks for. */
function request(name: string, cluster: string) {
  const group = `system:open-cluster-management:${cluster}`;
  const args = [
    "req",
    "-new",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-keyout",
    "/dev/null",
  ];
  const pem = execFileSync("openssl", [...args, "-subj", `/O=${group}/CN=${group}:flotilla`], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  return {
    metadata: { name },
    spec: {
      signerName: "kubernetes.io/kube-apiserver-client",
      username: `system:serviceaccount:${cluster}:flotilla-bootstrap`,
      request: pem.toString("base64"),
    },
  };
}

describe("joining", () => {
  it("approves what the cluster's own agent asks for, and nothing else", async () => {
    const api = hub([managed(ACCEPTED), managed(ACCEPTED), JOINED], [request("c1-a", "c1"), request("c2-a", "c2")]);
    expect(await join(api, "c1", 60)).toMatchObject({ joined: true, available: "True" });
    const approvals = new Set(api.told.map(([path]) => path));
    expect([...approvals]).toEqual(["/apis/certificates.k8s.io/v1/certificatesigningrequests/c1-a/approval"]);
    expect(api.told[0]?.[1]).toMatchObject({ status: { conditions: [{ type: "Approved", status: "True" }] } });
  });

  it("leaves alone a cluster that has joined before, also when it is lost now", async () => {
    const lost = managed(
      ACCEPTED,
      condition("ManagedClusterJoined", "True"),
      condition("ManagedClusterConditionAvailable", "Unknown"),
    );
    const api = hub([lost], [request("c1-a", "c1")]);
    expect(await join(api, "c1", 0)).toMatchObject({ joined: true, available: "Unknown" });
    expect(api.told).toEqual([]);
  });

  it.each([
    ["the hub has no controller", managed(), "does OCM's registration controller run there?"],
    ["no agent calls", managed(ACCEPTED), "its registration agent has not called"],
    ["the hub lost the cluster", undefined, "the hub has no such ManagedCluster"],
  ])("says what is missing when %s", async (_, state, message) => {
    await expect(join(hub([state]), "c1", -1)).rejects.toThrow(message);
  });
});

it("asks for a token that is good for an hour only", async () => {
  const api = hub([]);
  expect(await bootstrapToken(api, "c1")).toBe("t0ken");
  expect(api.told).toEqual([
    [
      "/api/v1/namespaces/c1/serviceaccounts/flotilla-bootstrap/token",
      expect.objectContaining({ spec: { expirationSeconds: 3600 } }),
    ],
  ]);
});
