import { LOCAL_CLUSTER } from "../../model/cluster";
import { isObject } from "../../model/json";
import { type KubernetesObject, type RenderContext, RenderError } from "../types";

/** What a chart repository asks for. */
export type Credentials = { username: string; password: string };

/** The credentials in a Secret of the Application's namespace. */
export function credentials(name: string, { outside }: RenderContext): Credentials {
  const { objects } = outside.read(
    {
      ...{ from: "cluster", cluster: LOCAL_CLUSTER, namespace: outside.namespace },
      type: { apiVersion: "v1", kind: "Secret" },
      select: { name },
    },
    ["secretRef"],
  );
  const [username, password] = ["username", "password"].map((key) => entry(objects[0], key));
  if (username !== undefined && password !== undefined) return { username, password };
  throw new RenderError(`Secret "${name}" has no username and password`, ["secretRef"], "add what is missing");
}

function entry(secret: KubernetesObject | undefined, key: string): string | undefined {
  const data = secret?.data;
  const stringData = secret?.stringData;
  if (isObject(stringData) && typeof stringData[key] === "string") return stringData[key];
  if (!isObject(data) || typeof data[key] !== "string") return undefined;
  return Buffer.from(data[key], "base64").toString();
}
