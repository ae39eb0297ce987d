import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../model/json";
import { klusterlet } from "../../ocm/klusterlet";
import { DEFAULT_KLUSTERLET, klusterletSchema, klusterletSettings } from "../../ocm/settings";

const { rbac, registrationAgent, workAgent, bootstrapSecret } = klusterlet("beijing-1", DEFAULT_KLUSTERLET);

/** The pod of a Deployment. */
function pod({ spec }: JsonObject): { serviceAccountName: string; containers: [{ image: string; args: string[] }] } {
  return (spec as { template: { spec: never } }).template.spec;
}

describe("the klusterlet", () => {
  it("runs both agents for the cluster's name on the hub, as their own service accounts", () => {
    for (const agent of [registrationAgent, workAgent]) {
      expect(pod(agent as JsonObject).containers[0].args).toContain("--spoke-cluster-name=beijing-1");
      const account = { kind: "ServiceAccount", metadata: { name: pod(agent as JsonObject).serviceAccountName } };
      expect(rbac).toContainEqual(
        expect.objectContaining({ ...account, metadata: expect.objectContaining(account.metadata) }),
      );
    }
  });

  it("holds no credentials itself", () => {
    expect(bootstrapSecret).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "bootstrap-hub-kubeconfig", namespace: "open-cluster-management-agent" },
    });
  });

  it("lets no agent read the Secrets of the whole cluster in its own right", () => {
    const roles = rbac.filter(({ kind }) => kind === "ClusterRole");
    expect(roles).not.toHaveLength(0);
    expect(JSON.stringify(roles)).not.toContain("secrets");
  });

  it("takes the images of a release, or others", () => {
    const settings = klusterletSettings(klusterletSchema.parse({ version: "v2", workImage: "mirror.example/work:1" }));
    expect(settings).toMatchObject({
      registrationImage: "quay.io/open-cluster-management/registration:v2",
      workImage: "mirror.example/work:1",
    });
    const agents = klusterlet("c1", settings);
    expect(pod(agents.workAgent as JsonObject).containers[0].image).toBe("mirror.example/work:1");
  });
});
