import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import { describe, expect, it } from "vitest";
import { Cluster } from "../../components/cluster";
import { makeApplications } from "../../components/deliver";
import { type Around, finish } from "../../components/rounds";
import { parseDocuments } from "../../model/documents";
import { planDeliveries } from "../../plan/deliveries";
import type { Progress } from "../../plan/running/types";
import type { Acting } from "../../plan/shards/acting";
import { record } from "../support/monitor";
import { registry } from "../support/plan";

const say = (name: string, more: string) =>
  `      - {name: ${name}, type: print-message-in-status, properties: {message: m}${more}}\n`;
const TEXT = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components: [{name: web, type: webservice, properties: {image: "nginx:1"}}]
  workflow:
    mode: {steps: DAG, subSteps: StepByStep}
    steps:
${say("ask", "")}${say("late", ", dependsOn: [ask], if: status.ask.timeout")}${say("fine", ", dependsOn: [ask], if: status.ask.succeeded")}
${say("after-fine", ", dependsOn: [fine], if: status.fine.skipped")}
${say("stopped", ", dependsOn: [ask]")}${say("always", ", dependsOn: [stopped], if: always")}
${say("after-always", ", dependsOn: [always]")}${say("after-late", ", dependsOn: [late]")}
      - {name: deploy, type: apply-component, properties: {component: web}}
      - {name: deploy-after, type: apply-object, dependsOn: [late], properties: {value: {apiVersion: v1, kind: ConfigMap, metadata: {name: after}}}}
`;

/** What other stacks do, and other runs of this one. */
interface Elsewhere extends Around {
  acting?: Acting;
}

/** Runs the workflow; tells what was made in order, and how the run failed. Nothing is made of `ask` where another stack asks. */
async function run(phase: "succeeded" | "failed", { acting, ...around }: Elsewhere = {}) {
  const { documents } = parseDocuments([{ file: "app.yaml", text: TEXT }]);
  const plan = (progress?: ReadonlyMap<string, Progress>) =>
    planDeliveries(documents, registry(), { order: "barrier", createNamespaces: false, progress, acting });
  const ended = (args: MockResourceArgs) => {
    const isAsk = args.name.endsWith("/ask");
    const told = isAsk && phase === "failed" ? { phase, reason: "Timeout", message: "no" } : { phase: "succeeded" };
    return {
      id: args.name,
      state: { ...args.inputs, ...(args.type === "flotilla:index:Step" ? { values: {}, ...told } : {}) },
    };
  };
  let failure = "";
  const made = await record(
    async () => {
      const planned = plan();
      const clusters = { local: new Cluster("local", { kubeconfig: "text" }) };
      const applications = makeApplications(planned, clusters, {});
      const again = async (progress: ReadonlyMap<string, Progress>) => ({
        planned: plan(progress),
        checked: new Set<string>(),
      });
      await finish(planned, applications, again, around).catch((error: Error) => {
        failure = error.message;
      });
    },
    undefined,
    ended,
  );
  const names = made
    .filter(({ type }) => type === "flotilla:index:Step" || type.startsWith("kubernetes:"))
    .map(({ name }) => name.split("/").at(-1));
  return { names: names.sort(), failure };
}

describe("rounds", () => {
  it("make what asks about a failure, and nothing behind it", async () => {
    const { names, failure } = await run("failed");
    expect(names).toEqual(["after-fine", "always", "ask", "late", "web"]);
    expect(failure).toMatch(/^app\.yaml:\d+:\d+: error: step "ask" of demo\/shop failed: no$/);
  });

  it("make everything else when nothing fails", async () => {
    const { names, failure } = await run("succeeded");
    expect(names).toEqual(["after-always", "always", "ask", "fine", "stopped", "web"]);
    expect(failure).toBe("");
  });

  it("leave it to a later run to fail for it, where there is one", async () => {
    const { names, failure } = await run("failed", { goesOn: true });
    expect([names, failure]).toEqual([["after-fine", "always", "ask", "late", "web"], ""]);
  });

  it("fail for what has failed in another stack, unless a later run does", async () => {
    const acting = { clusters: new Set(["local"]), home: false, shards: [["local"], ["other"]] };
    const ask = { result: { phase: "failed", reason: "Timeout", message: "no" }, values: {}, secret: false } as const;
    const elsewhere = new Map([["demo/shop", new Map([["ask", ask]])]]);
    const { names, failure } = await run("succeeded", { acting, elsewhere });
    expect(names).toEqual(["web"]);
    expect(failure).toContain('step "ask" of demo/shop failed: no');
    expect((await run("succeeded", { acting, elsewhere, goesOn: true })).failure).toBe("");
  });

  it("make what is decided by what another stack has found, and leave what that stack does", async () => {
    const acting = { clusters: new Set(["local"]), home: false, shards: [["local"], ["other"]] };
    const ask = { result: { phase: "succeeded" }, values: {}, secret: false } as const;
    const known = await run("succeeded", { acting, elsewhere: new Map([["demo/shop", new Map([["ask", ask]])]]) });
    expect(known).toEqual({ names: ["web"], failure: "" });
  });
});
