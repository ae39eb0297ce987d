import { Command } from "commander";
import { type Probe, probe } from "../../components/probe";
import { withProgress } from "../../tools/progress";
import { columns } from "../columns";
import { EXIT_CODES } from "../exit-codes";
import { json, outputOption } from "../output";
import { printWarnings } from "../report";
import { type KnownClusters, namesOf, readClusters } from "./known";
import { answerProblem, readerFor } from "./reach";

/** What probing one cluster found. */
export type ProbeResult = { cluster: string } & (({ reachable: true } & Probe) | { reachable: false; reason: string });

/** `flotilla cluster probe`. */
export function probeCommand(): Command {
  return new Command("probe")
    .description("Ask clusters whether they answer and what the credentials may create. Exit code 1 if one does not.")
    .argument("[cluster]", "without it, all that there are")
    .addOption(outputOption())
    .addHelpText("after", "\nExample:\n  flotilla cluster probe beijing-1")
    .action(async (cluster: string | undefined, { output }: { output: string }) => {
      const { known, configuration, warnings } = await readClusters();
      printWarnings(warnings);
      const names = namesOf(known);
      if (cluster !== undefined && !names.includes(cluster)) configuration.indexOf(cluster);
      const asked = cluster === undefined ? names : [cluster];
      const probeAll = () => Promise.all(asked.map((name) => probeOne(name, known)));
      const results = await withProgress("asking the clusters", probeAll);
      process.stdout.write(output === "json" ? json(results) : columns(probeCells(results)));
      if (results.some(({ reachable }) => !reachable)) process.exitCode = EXIT_CODES.FAILED.code;
    });
}

async function probeOne(cluster: string, clusters: KnownClusters): Promise<ProbeResult> {
  const read = clusters.kubeconfig(cluster);
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
