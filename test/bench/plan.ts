import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { stringify } from "yaml";
import { parseDocuments } from "../../model/documents";
import { resourceGraph } from "../../plan/graph";
import { planApplication } from "../../plan/plan";
import { application, topology, web } from "../e2e/support/documents";
import { cluster, registry } from "../support/plan";
import { median } from "./support/median";
import type { Scenario } from "./support/table";

/** Clusters and components; each component becomes two objects in each cluster. The smallest comes first. */
const SIZES = [
  { clusters: 10, components: 50 },
  { clusters: 100, components: 50 },
  { clusters: 1000, components: 50 },
  { clusters: 1000, components: 100 },
];
type Size = (typeof SIZES)[number];

/** What one time of planning took: milliseconds of CPU time, and megabytes that the plan and its graph hold. */
interface Sample {
  parse: number;
  plan: number;
  graph: number;
  heap: number;
}

/** What the planner takes, without any engine or cluster. */
export const plan: Scenario = async ({ runs }) => {
  for (const size of SIZES.slice(0, 2)) sample(size);
  const results = SIZES.map((size) => {
    const samples = Array.from({ length: runs }, () => sample(size));
    const typical = (key: keyof Sample): number => median(samples.map((one) => one[key])) ?? 0;
    const objects = size.clusters * size.components * 2;
    return {
      ...size,
      objects,
      ...{ parse: typical("parse"), plan: typical("plan"), graph: typical("graph") },
      heap: typical("heap"),
    };
  });
  const [smallest] = results;
  const perObject = ({ plan, graph, objects }: { plan: number; graph: number; objects: number }) =>
    (plan + graph) / objects;
  const rows = results.map(({ parse, plan, graph, heap, ...size }) => ({
    ...size,
    ...{ "parse ms": parse, "plan ms": plan, "graph ms": graph },
    "plan + graph, us/object": perObject({ plan, graph, ...size }) * 1000,
    "x smallest": smallest && perObject({ plan, graph, ...size }) / perObject(smallest),
    "heap MB": heap,
  }));
  return [{ title: "Planning: CPU time, garbage collection included", rows }];
};

function sample({ clusters, components }: Size): Sample {
  const text = stringify(document(clusters, components));
  const fleet = registry(...names(clusters).map((name) => cluster(name)));
  const before = heapUsed();
  const parsed = timed(() => parseDocuments([{ file: "app.yaml", text }]).documents);
  const planned = timed(() => parsed.result.applications.map((one) => planApplication(one, parsed.result, fleet)));
  const graphs = timed(() =>
    planned.result.map((one) => resourceGraph(one, { order: "barrier", createNamespaces: true })),
  );
  const heap = (heapUsed() - before) / 1e6;
  if (graphs.result[0]?.nodes.length === 0) throw new Error("nothing was planned");
  return { parse: parsed.ms, plan: planned.ms, graph: graphs.ms, heap };
}

/** Web services with a Service each, in two ordered steps: a third of the clusters, then the rest. */
function document(clusters: number, components: number) {
  const all = names(clusters);
  const third = Math.ceil(clusters / 3);
  return application({
    namespace: "bench",
    components: Array.from({ length: components }, (_, index) =>
      web(`web-${index}`, { ports: [{ port: 80, expose: true }] }),
    ),
    policies: [topology("first", all.slice(0, third)), topology("rest", all.slice(third))],
  });
}

function names(clusters: number): string[] {
  return Array.from({ length: clusters }, (_, index) => `cluster-${index}`);
}

function timed<Out>(work: () => Out): { result: Out; ms: number } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Bytes of objects that are in use. */
function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
