import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../report/types";
import { ClusterClient } from "./support/cluster";
import { application, settings, topology, web } from "./support/documents";
import { flotilla } from "./support/flotilla";
import { CONFIG_MAP, DEPLOYMENT } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const clusters = ["c1", "c2", "c3"].map((name) => new ClusterClient(name as "c1" | "c2" | "c3"));
const namespace = "report";

function shop(version: number, options: { config?: boolean; auto?: boolean } = {}) {
  const { config = true, auto = true } = options;
  const image = `registry.example/web:${version}`;
  const env = [{ name: "DB_PASSWORD", value: `planted-${version}` }];
  return application({
    namespace,
    components: [web("web", { image, env }), ...(config ? [settings("config")] : [])],
    policies: [topology("first", ["c1", "c2"]), topology("rest", ["c3"])],
    steps: [
      { name: "first", type: "deploy", properties: { policies: ["first"] } },
      { name: "last", type: "deploy", properties: { policies: ["rest"], auto } },
    ],
  });
}

describe("flotilla diff", () => {
  let stack: Stack;

  /** The report, and what the command exited with. */
  async function diff(...options: string[]): Promise<{ code: number; report: Report }> {
    const { code, stdout, stderr } = await flotilla(stack, ["diff", "--output", "json", "--exit-code", ...options]);
    expect(stdout, stderr).toMatch(/^\{/);
    return { code, report: JSON.parse(stdout) };
  }

  const told = ({ steps }: Report) =>
    steps.map(({ step, state, changes }) => [
      step,
      state,
      ...changes.map(
        ({ action, subject, clusters }) => `${action} ${subject.kind}/${subject.name} in ${clusters.join()}`,
      ),
    ]);

  beforeAll(async () => {
    stack = (await Stack.create("diff")).configure({ clusters: clusters.map((cluster) => cluster.entry()) });
  });

  it("shows what a first delivery creates, the same in many clusters once", async () => {
    stack.write(shop(1));
    const { code, report } = await diff();
    expect(told(report)).toEqual([
      [
        "first",
        "delivers",
        "create Namespace/report in c1,c2",
        "create ConfigMap/config in c1,c2",
        "create Deployment/web in c1,c2",
      ],
      [
        "last",
        "delivers",
        "create Namespace/report in c3",
        "create ConfigMap/config in c3",
        "create Deployment/web in c3",
      ],
    ]);
    expect([code, report.clusters.map(({ state }) => state)]).toEqual([2, ["joins", "joins", "joins"]]);
  });

  it("finds nothing after it was delivered", async () => {
    await succeeded(stack.up());
    const { code, report } = await diff();
    expect(told(report)).toEqual([
      ["first", "delivers"],
      ["last", "delivers"],
    ]);
    expect(code).toBe(0);
  });

  it("shows an update, what is dropped and what is held, and no secret", async () => {
    stack.write(shop(2, { config: false, auto: false }));
    const { code, report } = await diff();
    expect(told(report)).toEqual([
      ["first", "delivers", "update Deployment/web in c1,c2", "delete ConfigMap/config in c1,c2"],
      ["last", "held"],
    ]);
    expect(report.steps[0]?.changes[0]?.fields.map(({ path }) => path)).toEqual([
      "spec.template.spec.containers[web].env[DB_PASSWORD].value",
      "spec.template.spec.containers[web].image",
    ]);
    expect(JSON.stringify(report)).not.toContain("planted");
    expect(code).toBe(3);
  });

  it("prints for people, comments and browsers, and into files", async () => {
    const people = await flotilla(stack, ["diff"]);
    expect(people.stdout).toMatch(/~ {2}Deployment report\/web {2}in c1, c2\n.*\n.*web:1" -> .*web:2"/);
    for (const [format, start] of [
      ["markdown", "<!-- flotilla diff -->\n"],
      ["html", "<!DOCTYPE html>\n"],
    ] as const) {
      const file = stack.file(`report.${format}`);
      const { code, stdout } = await flotilla(stack, ["diff", "--output", format, "--out", file]);
      expect([code, stdout]).toEqual([0, ""]);
      const text = readFileSync(file, "utf8");
      expect(text.startsWith(start)).toBe(true);
      expect(text).not.toContain("planted");
    }
  });

  it("finds what somebody else changed when it asks the clusters", async () => {
    stack.write(shop(1));
    await clusters[1]?.remove({ ...CONFIG_MAP, namespace, name: "config" });
    expect((await diff()).code).toBe(0);
    const { code, report } = await diff("--refresh");
    expect(told(report)[0]).toEqual(["first", "delivers", "create ConfigMap/config in c2"]);
    expect(report.steps[0]?.changes[0]?.drift).toBe(true);
    expect(code).toBe(2);
    expect(await clusters[0]?.get({ ...DEPLOYMENT, namespace, name: "web" })).toBeDefined();
  });

  it("fails with what is wrong when the preview does, and writes no file", async () => {
    stack.writeText("apiVersion: core.oam.dev/v1beta1\nkind: Aplication\nmetadata: {name: a}\n");
    const file = stack.file("never.html");
    const { code, stdout, stderr } = await flotilla(stack, ["diff", "--output", "html", "--out", file]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/app\.yaml:2:7: .*Aplication/);
    expect(stderr).not.toMatch(/ {4}at /);
    expect(existsSync(file)).toBe(false);
  });
});
