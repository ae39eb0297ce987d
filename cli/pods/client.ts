import { clientConfig } from "../../components/client-config";
import { InputError } from "../../model/findings";

/** The client library, and a kubeconfig as it reads it. Loaded only now: it takes most of a second. */
export async function clientFor(kubeconfig: string) {
  const client = await import("@kubernetes/client-node");
  return { client, config: await clientConfig(kubeconfig) };
}

/** What a connection failed with, without anything that was sent. */
export function connectionProblem(what: string, error: unknown): InputError {
  const said = typeof error === "object" && error !== null && "message" in error ? String(error.message) : "";
  const reason = said === "" ? "the connection failed" : said;
  return new InputError([{ severity: "error", code: "no-answer", message: `${what}: ${reason}` }]);
}
