import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../tools/paths";
import { ClusterClient } from "./support/cluster";
import { application, settings, topology } from "./support/documents";
import { flotilla } from "./support/flotilla";
import { fingerprint } from "./support/objects";
import { Stack } from "./support/stack";

const namespace = "split-replaced";
const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");
const c3 = new ClusterClient("c3");

const names = async (cluster: ClusterClient) => Object.keys(await fingerprint(cluster, namespace));

describe("another cluster under the same name, in a fleet in several stacks", () => {
  let stack: Stack;

  /** Two shards; the cluster called `west` is in the one that its label says. */
  const configure = (west: ClusterClient, part: string) =>
    stack.configure({
      clusters: [c1.entry({ labels: { part: "a" } }), west.entry({ name: "west", labels: { part } })],
      shards: { label: "part" },
    });
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await flotilla(stack, args);
    return { code, output: stdout + stderr };
  };
  const succeeds = async (...args: string[]) => {
    const { code, output } = await run(...args);
    expect(code, output).toBe(0);
    return output;
  };

  beforeAll(async () => {
    stack = await Stack.create("fleet-accept");
    configure(c2, "b").write(
      application({ namespace, components: [settings("a")], policies: [topology("all", ["c1", "west"])] }),
    );
    await succeeds("fleet", "up", "--yes");
    configure(c3, "b");
  });

  it("is refused, and nothing is changed", async () => {
    const { code, output } = await run("fleet", "up", "--yes");
    expect(code, output).toBe(1);
    expect(output).toContain('cluster "west" is another one than before');
    expect(await names(c3)).toEqual([]);
  });

  it("is not accepted where it is none", async () => {
    const { code, output } = await run("cluster", "accept", "c1");
    expect(code).toBe(1);
    expect(output).toContain('cluster "c1" is the same one as before');
  });

  it("is accepted by a command, gets everything anew, and other shards notice nothing", async () => {
    const before = await fingerprint(c1, namespace);
    const files = readdirSync(PROJECT_ROOT);
    expect(await succeeds("cluster", "accept", "west")).toContain("2 objects of the former one are forgotten");
    expect(readdirSync(PROJECT_ROOT), "shards have no files").toEqual(files);
    await succeeds("fleet", "up", "--yes");
    expect(await names(c3)).toEqual(["ConfigMap/a"]);
    expect(await fingerprint(c1, namespace)).toEqual(before);
    expect(await names(c2), "the former one was not touched").toEqual(["ConfigMap/a"]);
    expect(await succeeds("fleet", "diff", "--exit-code")).toContain("Nothing changes.");
    expect((await run("cluster", "accept", "west")).output).toContain('cluster "west" is the same one as before');
  });

  it("goes to the shard that its label says, once it is accepted", async () => {
    configure(c2, "a");
    await succeeds("cluster", "accept", "west");
    expect(await succeeds("fleet", "list")).toMatch(/^a +e2e-a +.*c1, west/m);
    await succeeds("fleet", "up", "--yes");
    expect(await succeeds("fleet", "diff", "--exit-code")).toContain("Nothing changes.");
    expect((await run("cluster", "accept", "west")).output).toContain('cluster "west" is the same one as before');
    expect(await names(c3), "the former one was not touched").toEqual(["ConfigMap/a"]);
    await succeeds("fleet", "destroy", "--yes");
    expect([await names(c1), await names(c2)]).toEqual([[], []]);
  });
});
