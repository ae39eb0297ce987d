import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isJoinRequest, type SigningRequest, signingRequests } from "../../ocm/csr";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "flotilla-csr-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** A request for a certificate with a subject such as `/O=group/CN=name`, as openssl writes it. */
function request(subject: string): string {
  const key = join(dir, "key.pem");
  const options = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key];
  const pem = execFileSync("openssl", ["req", "-new", ...options, "-subj", subject], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  return pem.toString("base64");
}

function asked(subject: string, spec: Partial<SigningRequest["spec"]> = {}): SigningRequest {
  return {
    metadata: { name: "c1-abc" },
    spec: {
      signerName: "kubernetes.io/kube-apiserver-client",
      username: "system:serviceaccount:c1:flotilla-bootstrap",
      request: request(subject),
      ...spec,
    },
  };
}

const GROUP = "system:open-cluster-management:c1";
const OWN = `/O=${GROUP}/CN=${GROUP}:agent`;

describe("a request to join", () => {
  it("is one for the agent of the cluster itself, with or without the group of all agents", () => {
    expect(isJoinRequest(asked(OWN), "c1")).toBe(true);
    const both = `/O=system:open-cluster-management:managed-clusters${OWN}`;
    expect(isJoinRequest(asked(both), "c1")).toBe(true);
  });

  it.each([
    ["another cluster's agent", "/O=system:open-cluster-management:c2/CN=system:open-cluster-management:c2:agent"],
    ["a cluster whose name starts alike", `/O=${GROUP}/CN=${GROUP}0:agent`],
    ["an administrator", "/O=system:masters/CN=admin"],
    ["an administrator beside the agent", `/O=system:masters${OWN}`],
    ["nobody's groups", `/CN=${GROUP}:agent`],
  ])("is none for %s", (_, subject) => {
    expect(isJoinRequest(asked(subject), "c1")).toBe(false);
  });

  it.each([
    ["somebody else asks", { username: "system:serviceaccount:c2:flotilla-bootstrap" }],
    ["another signer is asked", { signerName: "kubernetes.io/kubelet-serving" }],
    ["it is no request at all", { request: Buffer.from("nothing").toString("base64") }],
    [
      "it is damaged",
      {
        request: Buffer.from("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n").toString(
          "base64",
        ),
      },
    ],
  ])("is none when %s", (_, spec) => {
    expect(isJoinRequest(asked(OWN, spec), "c1")).toBe(false);
  });

  it("is none when it is decided", () => {
    expect(isJoinRequest({ ...asked(OWN), status: { conditions: [{ type: "Denied" }] } }, "c1")).toBe(false);
  });
});

it("finds requests in an answer, and nothing in something else", () => {
  const one = { metadata: { name: "a" }, spec: {} };
  expect(signingRequests({ items: [one, null, { metadata: {} }] })).toEqual([one]);
  expect(signingRequests(undefined)).toEqual([]);
});
