import { writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { Json, JsonObject } from "../../model/json";
import { ClusterClient } from "./support/cluster";
import { type ApplicationParts, application, deploy, settings, topology, web } from "./support/documents";
import { changes } from "./support/events";
import { fingerprint } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const namespace = "bad-input";
const c1 = new ClusterClient("c1");

const GOOD = {
  namespace,
  components: [web("web"), settings("config")],
  policies: [topology("one", ["c1"])],
  steps: [deploy("only", "one")],
} satisfies ApplicationParts;

describe("bad input", () => {
  let stack: Stack;
  let state: string;
  let before: Record<string, string>;

  beforeAll(async () => {
    stack = (await Stack.create("bad-input")).configure({ clusters: [c1.entry()] }).write(application(GOOD));
    await succeeded(stack.up());
    state = await resources(stack);
    before = await fingerprint(c1, namespace);
  });

  /** Updates, and expects nothing but these messages. */
  const refuses = async (...messages: RegExp[]): Promise<void> => {
    const { code, output, steps } = await stack.up();
    expect(code).not.toBe(0);
    for (const message of messages) expect(output).toMatch(message);
    expect(output, "no stack trace").not.toMatch(/^ +at /m);
    expect(output).not.toContain("unhandled exception");
    expect(changes(steps)).toEqual([]);
    expect(await resources(stack)).toBe(state);
    expect(await fingerprint(c1, namespace)).toEqual(before);
  };

  const selector = { name: "one", type: "topology", properties: { clusterLabelSelector: { region: "nowhere" } } };
  const misspelt = { name: "one", type: "topology", properties: { clusterz: ["c1"] } };

  it.each<[string, Partial<ApplicationParts>, RegExp[]]>([
    ["an unknown cluster", { policies: [topology("one", ["c9"])] }, [/there is no cluster "c9"/]],
    ["a label selector without a match", { policies: [selector] }, [/no cluster has the labels region=nowhere/]],
    [
      "an unknown component type",
      { components: [{ name: "web", type: "webservise" }] },
      [/no component type "webservise" \(did you mean "webservice"/],
    ],
    [
      "an unknown trait",
      { components: [{ ...web("web"), traits: [{ type: "scalar" }] }] },
      [/no trait type "scalar" \(did you mean "scaler"/],
    ],
    ["an unknown field", { policies: [misspelt] }, [/unknown field "clusterz" \(did you mean "clusters"/]],
    [
      "a wrong type",
      { components: [web("web", { port: "eighty" })] },
      [/port is the string "eighty", must be a number/],
    ],
    ["an unknown policy in a step", { steps: [deploy("only", "ones")] }, [/no policy "ones".*did you mean "one"/]],
    ["two components with one name", { components: [web("web"), web("web")] }, [/component "web" is also defined at/]],
  ])("refuses %s", async (_, changed, messages) => {
    stack.configure({ clusters: [c1.entry()] }).write(application({ ...GOOD, ...changed }));
    await refuses(...messages, /app\.yaml:\d+:\d+/);
  });

  it("tells several mistakes at once", async () => {
    const components = [{ name: "web", type: "webservise" }];
    stack.write(application({ ...GOOD, components, policies: [topology("one", ["c9"])] }));
    await refuses(/webservise/, /c9/);
  });

  it("refuses invalid YAML", async () => {
    stack.writeText(`${stringify(application(GOOD))}\n  : [`);
    await refuses(/app\.yaml:\d+:\d+: error: /);
  });

  it.each<[string, () => Record<string, Json>, RegExp[]]>([
    [
      "a missing file",
      () => ({ application: ["/nonexistent/app.yaml"] }),
      [/\/nonexistent\/app\.yaml: error: there is no such file/],
    ],
    ["an empty kubeconfig", () => reached({ kubeconfig: "" }), [/clusters\[0\]\.kubeconfig: the kubeconfig is empty/]],
    [
      "an empty kubeconfig file",
      () => reached({ kubeconfigFile: empty(stack) }),
      [/cluster "c1": the kubeconfig is empty/],
    ],
    [
      "a context that does not exist",
      () => reached({ kubeconfigFile: c1.kubeconfigFile, context: "c7" }),
      [/cluster "c1": the kubeconfig has no context "c7"/],
    ],
    [
      "an unknown order",
      () => ({ order: "sometimes" }),
      [/flotilla:order: .*"sometimes", must be "barrier" or "perCluster"/],
    ],
  ])("refuses %s", async (_, changed, messages) => {
    stack.write(application(GOOD)).configure({ clusters: [c1.entry()], ...changed() });
    await refuses(...messages);
  });
});

/** The configuration of a cluster that is reached so. */
function reached(how: JsonObject): Record<string, Json> {
  return { clusters: [{ name: "c1", ...how }] };
}

function empty(stack: Stack): string {
  const file = stack.file("empty-kubeconfig");
  writeFileSync(file, "");
  return file;
}

/** The resources of a stack's state, as text; decrypted, because every run encrypts with another nonce. */
async function resources(stack: Stack): Promise<string> {
  const { deployment } = JSON.parse(await stack.export("--show-secrets")) as { deployment: { resources: unknown } };
  return JSON.stringify(deployment.resources);
}
