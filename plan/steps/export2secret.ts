import { z } from "zod";
import { appliedCluster, applyObjects } from "./apply-objects";
import { exportedData } from "./export2config";
import { stepType } from "./types";

const registry = z.strictObject({
  username: z.string().describe("User of the registry."),
  password: z.string().describe("Password of the user."),
  server: z.string().default("https://index.docker.io/v1/").describe("Address of the registry."),
});

/** Delivers a Secret. Semantics: KubeVela's `export2secret` step. */
export const export2secret = stepType({
  name: "export2secret",
  description: "Writes values, such as outputs of earlier steps, into a Secret.",
  clusters: appliedCluster,
  schema: z.strictObject({
    secretName: z.string().describe("Name of the Secret."),
    namespace: z.string().optional().describe("Its namespace; the Application's own when left out."),
    type: z.string().optional().describe("Type of the Secret."),
    data: exportedData.default({}).describe("What is in it."),
    cluster: z.string().default("").describe("Cluster to deliver to; `local` when left out."),
    kind: z.enum(["generic", "docker-registry"]).default("generic").describe("Which kind of Secret."),
    dockerRegistry: registry.optional().describe("Login of a registry, for `docker-registry`."),
  }),
  plan({ secretName, namespace, type, data, cluster, kind, dockerRegistry }, step, context) {
    const metadata = { name: secretName, namespace: namespace ?? context.application.namespace };
    const isLogin = kind === "docker-registry";
    const stringData = isLogin && dockerRegistry !== undefined ? login(dockerRegistry) : data;
    const secretType = type ?? (isLogin ? "kubernetes.io/dockerconfigjson" : undefined);
    const object = {
      apiVersion: "v1",
      kind: "Secret",
      metadata,
      ...(secretType ? { type: secretType } : {}),
      stringData,
    };
    return applyObjects(object, cluster, step, context);
  },
});

function login({ username, password, server }: z.infer<typeof registry>): Record<string, string> {
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  return { ".dockerconfigjson": JSON.stringify({ auths: { [server]: { username, password, auth } } }) };
}
