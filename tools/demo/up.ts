import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { clusterNames, startClusters } from "../clusters";
import { clusterAccess } from "../clusters/files";
import { kubeconfig } from "../clusters/kubeconfig";
import { ensureControlPlane } from "../controlplane";
import { ensureEngine } from "../engine";
import { runMain, ToolError } from "../errors";
import { withLock } from "../lock";
import { FLOTILLA_DIR } from "../paths";
import { elapsed, say, withProgress } from "../progress";
import { configure, type Join } from "./configure";
import { CLUSTERS_DIR, EMBEDDED, FLEET, ownFleet } from "./fleet";
import { readRecord, writeRecord } from "./record";
import { openStack, type Stack } from "./stack";
import { type Delivery, table } from "./table";

const KUBECONFIG = join(FLOTILLA_DIR, "kubeconfig");

/** Starts the embedded clusters and writes one kubeconfig for all of them. */
async function embedded(): Promise<Join[]> {
  const start = Date.now();
  const running = await withProgress("starting clusters", () => startClusters(EMBEDDED));
  writeFileSync(KUBECONFIG, kubeconfig(EMBEDDED.map(clusterAccess)), { mode: 0o600 });
  say(`Clusters ${running.map(({ name }) => name).join(", ")} are running (${elapsed(start)})`);
  return FLEET.map((member, i) => ({ ...member, kubeconfig: readFileSync(running[i]?.kubeconfig ?? "", "utf8") }));
}

/** Shows what will change and changes it; when nothing would, only says so. */
async function deliver(stack: Stack, first: boolean): Promise<void> {
  if (!first && (await stack.succeeds(["preview", "--expect-no-changes"]))) {
    say("Nothing to change: everything is as the Application says.");
    return;
  }
  await stack.show(["preview", "--suppress-outputs"]);
  await stack.show(["up", "--yes", "--skip-preview", "--suppress-outputs"]);
}

/** Tells the stack that clusters were made anew, and so lack what its state says they have. */
async function accept(stack: Stack, anew: readonly string[]): Promise<void> {
  const outputs = JSON.parse(await stack.get(["stack", "output", "--json"])) as { identities?: Record<string, string> };
  for (const name of anew) if (outputs.identities?.[name]) await stack.flotilla(["cluster", "accept", name]);
}

async function report(stack: Stack, contexts: readonly string[] | undefined): Promise<void> {
  const { deliveries = [] } = JSON.parse(await stack.get(["stack", "output", "--json"])) as { deliveries?: Delivery[] };
  console.log(`\n${table(deliveries)}\n`);
  console.log("Look further:");
  console.log("  npx pulumi preview                   # change examples/advanced/app.yaml first");
  if (contexts === undefined) {
    const { kubectl } = await ensureControlPlane();
    console.log(`  export KUBECONFIG=${relative(process.cwd(), KUBECONFIG)}`);
    console.log(`  ${kubectl} --context us-west-1 get deployments,ingresses`);
  }
  console.log("Tear down:\n  npm run demo:down");
}

/** `npm run demo [-- --contexts a,b,c]` */
runMain(async () => {
  const start = Date.now();
  const { values } = parseArgs({ options: { contexts: { type: "string" } } });
  const contexts = values.contexts?.split(",").map((context) => context.trim());
  const own = contexts && ownFleet(contexts);
  const before = readRecord();
  if (before && String(before.contexts) !== String(contexts)) {
    throw new ToolError("the demo already runs on other clusters: take it down first with npm run demo:down.");
  }
  if (!before) writeRecord(contexts ? { contexts } : {});
  await withLock(join(FLOTILLA_DIR, "demo.lock"), async () => {
    const engine = await ensureEngine();
    const first = before?.configured === undefined;
    const known = clusterNames(CLUSTERS_DIR);
    const fleet = own ?? (await embedded());
    const stack = await openStack(engine);
    await configure(stack, fleet);
    if (!first && !own)
      await accept(
        stack,
        EMBEDDED.map(({ name }) => name).filter((name) => !known.includes(name)),
      );
    await deliver(stack, first);
    await report(stack, contexts);
  });
  say(`\nDone in ${elapsed(start)}.`);
});
