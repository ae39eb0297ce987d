import { startClusters } from "../../tools/clusters";
import { ensureEngine } from "../../tools/engine";
import { say } from "../../tools/progress";
import { Agents } from "./support/agents";
import { type Content, document } from "./support/fleet";
import type { Cost } from "./support/measure";
import { ratio } from "./support/median";
import { Stack } from "./support/stack";
import type { Scenario, Table } from "./support/table";
import { withWorkspace } from "./support/workspace";

/**
 * Deliveries through one hub to clusters that are nothing but names there, whose agents are done at once: first each with ManifestWorks of
 * its own, then with ManifestWorkReplicaSets.
 */
export const pull: Scenario = ({ pulling, components }) =>
  withWorkspace(async (dir) => {
    const engine = await ensureEngine();
    const tables: Table[] = [];
    for (const size of pulling) {
      say(`a hub with ${size} clusters`);
      const [hub] = await startClusters([{ name: `hub-${size}`, dir }]);
      const members = Array.from({ length: size }, (_, index) => ({ name: `member-${index + 1}` }));
      const kubeconfigFile = hub?.kubeconfig ?? "";
      const agents = await Agents.start(
        kubeconfigFile,
        members.map(({ name }) => name),
      );
      for (const replicaSets of ["", "fleet"]) {
        const kind = replicaSets === "" ? "ManifestWorks" : "ManifestWorkReplicaSets";
        say(kind);
        const prefix = kind.toLowerCase();
        const content = (version: string): Content => ({ members, components, prefix, alike: true, version });
        const stack = await new Stack(engine, dir, `${prefix}-${size}`).create(
          document(content("1")),
          [{ name: "local", kubeconfigFile }],
          { clustersFrom: "ocm", replicaSets },
        );
        const costs: Record<string, Cost> = { preview: await stack.preview() };
        costs["first up"] = await stack.up();
        costs["up without change"] = await stack.up();
        stack.write(document(content("2")));
        costs["up of a new image"] = await stack.up();
        tables.push(tableOf(`${size} clusters that pull ${kind}`, size, components, costs, stack.state()));
      }
      await agents.stop();
    }
    return tables;
  });

function tableOf(
  what: string,
  clusters: number,
  components: number,
  costs: Readonly<Record<string, Cost>>,
  { resources, bytes }: { resources: number; bytes: number },
): Table {
  const rows = Object.entries(costs).map(([operation, { seconds, cpu, megabytes }]) => ({
    operation,
    "clock s": seconds,
    "cpu s": cpu,
    "cpu ms, each cluster": ratio(cpu, clusters / 1000),
    "peak MB": megabytes,
  }));
  return {
    title: `${what}, ${components} components in two steps: ${resources} resources, a state of ${bytes} bytes`,
    rows,
  };
}
