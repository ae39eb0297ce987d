import { checkIdentities, knownUids } from "../model/cluster-identity";
import type { Finding } from "../model/findings";
import type { ClusterCredentials } from "../model/registry";
import type { Answer, Answers } from "./answers";
import type { Connection } from "./kubeconfigs";

/** Who the clusters say they are. */
export interface Identities {
  /** Errors for clusters that are others than before, and warnings for those that do not say who they are. */
  findings: Finding[];
  /** UIDs by the first names of clusters, for the stack's outputs. */
  uids: Record<string, string>;
}

/**
 * Asks the clusters that something is delivered to whether they are the same as before, all at once. Those in Alibaba Cloud are known
 * there by their ids. A cluster that does not answer keeps what was known of it.
 *
 * @param configured the stack's clusters, in the order of its configuration
 * @param skipped clusters that were asked and told of already
 * @param before the same output of the last run
 */
export async function identify(
  connections: readonly Connection[],
  configured: readonly ClusterCredentials[],
  { answers, skipped }: { answers: Answers; skipped: ReadonlySet<string> },
  before: unknown,
): Promise<Identities> {
  const known = knownUids(before);
  const indexOf = new Map(configured.map(({ cluster }, index) => [cluster, index]));
  const asked = await Promise.all(
    connections.map(async ({ name, identity, ...connection }) => {
      const index = indexOf.get(name);
      const isInCloud = index !== undefined && configured[index]?.ack !== undefined;
      const answer = isInCloud ? undefined : await answers.of(name, connection.kubeconfig);
      const uid = answer?.kind === "answers" ? answer.uid : "";
      return { name, identity, index, answer, uid };
    }),
  );
  const kept = asked.flatMap(({ identity, answer, uid }) => {
    const last = uid || (answer === undefined ? undefined : known[identity]);
    return last === undefined ? [] : [[identity, last] as const];
  });
  const identified = asked.filter(({ uid }) => uid !== "");
  const others = asked.filter(({ name }) => !skipped.has(name));
  const warnings = others.flatMap(({ name, answer }) => warningOf(name, answer));
  return { findings: [...checkIdentities(known, identified), ...warnings], uids: Object.fromEntries(kept) };
}

function warningOf(name: string, answer: Answer | undefined): Finding[] {
  if (answer === undefined || answer.kind === "answers") return [];
  const { kind, reason } = answer;
  const [what, hint] =
    kind === "silent"
      ? ["does not answer", "see to it that it answers, or let runs leave it out: unreachable: skip, docs/faults.md"]
      : ["does not let this stack in", remedyFor(name, reason)];
  const message = `cluster "${name}" ${what} (${reason}): what changes there will fail`;
  return [{ severity: "warning", code: "no-answer", message, hint }];
}

/** What to do about a refusal, by what Node.js says of certificates. */
function remedyFor(name: string, reason: string): string {
  if (/not yet valid|has expired/i.test(reason)) {
    return "compare the clocks of this machine and of the cluster; if they are right, its certificate has to be renewed";
  }
  const rotate = `npx flotilla cluster rotate ${name} <kubeconfig>`;
  if (/certificate|self-signed|altname/i.test(reason)) {
    return `if its certificate authority has changed, take a new kubeconfig: ${rotate}`;
  }
  return `give it new credentials: ${rotate}`;
}
