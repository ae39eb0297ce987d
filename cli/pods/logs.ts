import { createInterface } from "node:readline";
import { Command, InvalidArgumentError, Option } from "commander";
import type { ClusterReader } from "../../components/cluster-reader";
import { DURATION, durationSeconds } from "../../model/duration";
import { InputError } from "../../model/findings";
import { answerProblem, readerFor } from "../cluster/reach";
import { colours } from "../colours";
import { endOnInterrupt } from "../interrupts";
import { printWarnings } from "../report";
import type { FoundPod, PodFilter } from "./find";
import { type LineStyle, type LogLine, type LogSource, lineFormatter, merge, parseLine } from "./lines";
import { withPods } from "./options";
import { readPods } from "./read";

interface LogOptions extends PodFilter {
  follow?: boolean;
  tail?: number;
  since?: number;
  previous?: boolean;
  timestamps?: boolean;
  output: LineStyle["output"];
}

/** `flotilla logs`. */
export function logsCommand(): Command {
  return withPods(new Command("logs"))
    .description("Print the logs of an application's pods in all clusters, in the order in which they were written.")
    .option("-f, --follow", "go on with what is written from now, until Ctrl-C")
    .option("--tail <lines>", "only so many lines of each container, the last ones", wholeNumber)
    .option("--since <duration>", "only what is not older, such as 30s, 10m or 1h30m", seconds)
    .option("-p, --previous", "the logs of the containers before they were last restarted")
    .option("--timestamps", "when each line was written")
    .addOption(
      new Option(
        "-o, --output <format>",
        "how to print: with where each line is from, the lines alone, or one JSON object a line",
      )
        .choices(["text", "raw", "json"])
        .default("text"),
    )
    .addHelpText(
      "after",
      [
        "\nExamples:",
        "  flotilla logs shop --tail 20",
        "  flotilla logs shop --component web --cluster beijing-1 --follow",
      ].join("\n"),
    )
    .action(logs);
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

function seconds(text: string): number {
  if (!DURATION.test(text) || durationSeconds(text) === 0) {
    throw new InvalidArgumentError("It must be a duration such as 30s, 10m or 1h30m.");
  }
  return durationSeconds(text);
}

async function logs(application: string, options: LogOptions): Promise<void> {
  const { pods, kubeconfigOf } = await readPods(application, options);
  const style = { output: options.output, timestamps: options.timestamps ?? false, paint: colours(process.stdout) };
  const format = lineFormatter(style);
  const print = (line: LogLine) => void process.stdout.write(format(line));
  const read = readers(kubeconfigOf);
  if (options.follow) endOnInterrupt();
  const problems: string[] = [];
  const collected = pods.flatMap(sourcesIn).map(async ({ source, pod }) => {
    const lines: LogLine[] = [];
    try {
      const stream = await read(pod).stream(pathOf(source, options));
      for await (const text of createInterface({ input: stream })) {
        const line = parseLine(source, text);
        if (options.follow) print(line);
        else lines.push(line);
      }
    } catch (error) {
      problems.push(`${source.cluster}/${source.pod} ${source.container}: ${answerProblem(error)}`);
    }
    return lines;
  });
  for (const line of merge(await Promise.all(collected))) print(line);
  report(problems, collected.length);
}

/** What could not be read is only worth a warning while there is something else to see. */
function report(problems: readonly string[], all: number): void {
  const severity = problems.length === all ? "error" : "warning";
  const findings = problems.map((message) => ({ severity, code: "no-answer", message }) as const);
  if (severity === "error") throw new InputError(findings);
  printWarnings(findings);
}

function sourcesIn(pod: FoundPod): { source: LogSource; pod: FoundPod }[] {
  const { containers, phase: _, ...place } = pod;
  return containers.map((container) => ({ source: { ...place, container }, pod }));
}

/** One reader for each cluster. Followed logs keep a connection each. */
function readers(kubeconfigOf: (pod: FoundPod) => string): (pod: FoundPod) => ClusterReader {
  const known = new Map<string, ClusterReader>();
  return (pod) => {
    const reader = known.get(pod.cluster) ?? readerFor(kubeconfigOf(pod), Number.POSITIVE_INFINITY);
    known.set(pod.cluster, reader);
    return reader;
  };
}

function pathOf({ namespace, pod, container }: LogSource, { follow, tail, since, previous }: LogOptions): string {
  const query = new URLSearchParams({
    container,
    timestamps: "true",
    ...(follow ? { follow: "true" } : {}),
    ...(tail === undefined ? {} : { tailLines: String(tail) }),
    ...(since === undefined ? {} : { sinceSeconds: String(since) }),
    ...(previous ? { previous: "true" } : {}),
  });
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log?${query}`;
}
