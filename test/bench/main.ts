import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { runMain, ToolError } from "../../tools/errors";
import { say } from "../../tools/progress";
import { delivery } from "./delivery";
import { plan } from "./plan";
import { pull } from "./pull";
import { start } from "./start";
import { formatTable, type Scenario } from "./support/table";

const SCENARIOS: Readonly<Record<string, Scenario>> = { plan, start, delivery, pull };

/**
 * `npm run bench [-- --clusters 3,6,12] [--servers 6] [--pulling 100] [--components 1] [--runs 3] [--only plan,start,delivery,pull]
 * [--output json]`: measures, and judges nothing.
 */
runMain(async () => {
  const { values } = parseArgs({
    options: {
      clusters: { type: "string", default: "3,6" },
      servers: { type: "string", default: "6" },
      pulling: { type: "string", default: "100" },
      components: { type: "string", default: "1" },
      runs: { type: "string", default: "3" },
      only: { type: "string", default: Object.keys(SCENARIOS).join() },
      output: { type: "string", default: "table" },
    },
  });
  const json = oneOf("output", values.output, ["table", "json"]) === "json";
  const options = {
    clusters: values.clusters.split(",").map(positive),
    servers: positive(values.servers),
    pulling: values.pulling.split(",").map(positive),
    components: positive(values.components),
    runs: positive(values.runs),
  };
  const results: Record<string, unknown> = { machine: { cores: availableParallelism(), node: process.version } };
  for (const name of values.only.split(",").map((one) => oneOf("only", one, Object.keys(SCENARIOS)))) {
    say(`measuring: ${name}`);
    const tables = (await SCENARIOS[name]?.(options)) ?? [];
    results[name] = tables;
    if (!json) process.stdout.write(tables.map(formatTable).join("\n"));
  }
  if (json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
});

function oneOf(option: string, value: string, known: readonly string[]): string {
  if (known.includes(value)) return value;
  throw new ToolError(`--${option}: "${value}" is none of ${known.join(", ")}`);
}

function positive(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new ToolError(`"${text}" is not a positive number`);
}
