import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../tools/paths";
import type { Batch } from "../loop";
import { type Cost, measure } from "./measure";

/** How many clusters the scripts work on at the same time. */
const AT_ONCE = 16;

/** What people do with `kubectl` in a script: the same command for each cluster of a step. */
export class Kubectl {
  constructor(
    private readonly program: string,
    private readonly dir: string,
  ) {}

  /** Applies everything, step by step, and waits until Deployments are rolled out. */
  apply(steps: readonly Batch[][]): Promise<Cost> {
    const rollout = `$KUBECTL -n "$(cat "$1/namespace")" rollout status deployment`;
    return this.#run(steps, `$KUBECTL apply --server-side -f "$1/objects.json" && ${rollout}`);
  }

  /** Shows what applying would change; that there is something, or not even a namespace, is no mistake. */
  diff(steps: readonly Batch[][]): Promise<Cost> {
    return this.#run(steps, `$KUBECTL diff --server-side -f "$1/objects.json" || true`);
  }

  #run(steps: readonly Batch[][], command: string): Promise<Cost> {
    const kubectl = command.replaceAll("$KUBECTL", `${this.program} --kubeconfig "$(cat "$1/kubeconfig")"`);
    const script = join(this.dir, "kubectl.sh");
    writeFileSync(script, `${kubectl}\n`);
    const lines = steps.map((step, index) => {
      const folders = step.map((batch, place) => this.#write(batch, `${index}-${place}`));
      return `printf '%s\\n' ${folders.join(" ")} | xargs -P ${AT_ONCE} -n 1 sh ${script}`;
    });
    return measure("sh", ["-e", "-c", lines.join("\n")], { ...process.env, TMPDIR: this.dir }, PROJECT_ROOT);
  }

  #write({ kubeconfigFile, objects }: Batch, name: string): string {
    const folder = join(this.dir, name);
    mkdirSync(folder, { recursive: true });
    const files = {
      // Only the path: credentials stay where they are.
      kubeconfig: kubeconfigFile,
      namespace: objects[0]?.metadata?.name ?? "",
      "objects.json": JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }),
    };
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    return folder;
  }
}
