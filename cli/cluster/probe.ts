import { Command } from "commander";
import { type Probe, probe } from "../../components/probe";
import { columns } from "../columns";
import { EXIT_CODES } from "../exit-codes";
import { json, outputOption } from "../output";
import { ClusterConfiguration } from "./configuration";
import { answerProblem, readerFor } from "./reach";

/** What probing one cluster found. */
export type ProbeResult = { cluster: string } & (({ reachable: true } & Probe) | { reachable: false; reason: string });

/** `flotilla cluster probe`. */
export function probeCommand(): Command {
  return new Command("probe")
    .description("Ask clusters whether they answer and what the credentials may create. Exit code 1 if one does not.")
    .argument("[cluster]", "without it, all that are joined")
    .addOption(outputOption())
    .addHelpText("after", "\nExample:\n  flotilla cluster probe beijing-1")
    .action(async (cluster: string | undefined, { output }: { output: string }) => {
      const configuration = ClusterConfiguration.read();
      if (cluster !== undefined) configuration.indexOf(cluster);
      const names = configuration.clusters.credentials.map((one) => one.cluster);
      const asked = cluster === undefined ? names : [cluster];
      const results = await Promise.all(asked.map((name) => probeOne(name, configuration)));
      process.stdout.write(output === "json" ? json(results) : columns(probeCells(results)));
      if (results.some(({ reachable }) => !reachable)) process.exitCode = EXIT_CODES.FAILED.code;
    });
}

async function probeOne(cluster: string, configuration: ClusterConfiguration): Promise<ProbeResult> {
  const read = configuration.kubeconfig(cluster);
  if (!read.ok) return { cluster, reachable: false, reason: read.problem };
  try {
    return { cluster, reachable: true, ...(await probe(readerFor(read.kubeconfig))) };
  } catch (error) {
    return { cluster, reachable: false, reason: answerProblem(error) };
  }
}

/** What was found as cells of a table, with its head. */
export function probeCells(results: readonly ProbeResult[]): string[][] {
  const yes = (allowed: boolean) => (allowed ? "yes" : "no");
  const rows = results.map((one) =>
    one.reachable
      ? [one.cluster, "yes", one.version, `${one.latencyMs} ms`, yes(one.namespaces), yes(one.deployments)]
      : [one.cluster, `no: ${one.reason}`],
  );
  return [["CLUSTER", "REACHABLE", "VERSION", "LATENCY", "NAMESPACES", "DEPLOYMENTS"], ...rows];
}
