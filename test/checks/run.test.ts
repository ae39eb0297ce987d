import { describe, expect, it } from "vitest";
import { stackChecks } from "../../checks/configuration";
import { findingsOf } from "../../checks/run";
import { objectCheck } from "../../checks/types";
import { formatFinding } from "../../model/findings";
import type { Json, JsonObject } from "../../model/json";
import { stackClusters } from "../../model/registry";
import { check, shop } from "./support";

const web = (more = "") => `    - { name: web, type: webservice, properties: { image: nginx }${more} }`;
const everywhere = shop(web(), "p1, test, p2");
const told = (text: string, config: Json) => check(text, config).map(formatFinding);

describe("the checks of a plan", () => {
  it("are off until they are switched on", () => {
    expect(check(everywhere, {})).toEqual([]);
    expect(check(everywhere, { "image-tag": "off", replicas: { level: "off" }, privileged: false })).toEqual([]);
  });

  it("tell application, component, clusters, object, field and remedy, once for all clusters", () => {
    expect(told(everywhere, { "image-tag": "mandatory" })).toEqual([
      'app.yaml:7:7: error: spec.components[0]: check image-tag: component "web" of default/shop in clusters p1, p2: ' +
        'Deployment "web": spec.template.spec.containers[0].image is "nginx", without a tag (name a version or a digest)',
    ]);
  });

  it("are warnings when they are advisory", () => {
    expect(check(everywhere, { "image-tag": "advisory" }).map(({ severity }) => severity)).toEqual(["warning"]);
  });

  it("look at production clusters as the configuration names them, or at those that a check names", () => {
    const clusters = (config: Json) => told(everywhere, config).map((text) => /in (clusters? [^:]+)/.exec(text)?.[1]);
    const all = "clusters p1, test, p2";
    expect(clusters({ "image-tag": { level: "mandatory", clusterLabelSelector: {} } })).toEqual([all]);
    expect(clusters({ resources: "mandatory" })).toEqual([all]);
    const clusterLabelSelector = { "cluster.core.oam.dev/control-plane": "false", environment: "production" };
    expect(clusters({ resources: { level: "mandatory", clusterLabelSelector } })).toEqual(["clusters p1, p2"]);
  });

  it("say when there is no cluster that they are about", () => {
    expect(told(everywhere, { production: { tier: "prod" }, replicas: "mandatory" })).toEqual([
      "warning: flotilla:checks.replicas: check replicas looks at nothing, because no cluster has the labels tier=prod " +
        "(label a cluster, or correct production or clusterLabelSelector)",
    ]);
  });

  it("see what an override made of a component", () => {
    const fixed = `${shop(web(), "p1")}
    - { name: fix, type: override, properties: { components: [{ name: web, properties: { image: "nginx:1" } }] } }
  workflow: { steps: [{ name: only, type: deploy, properties: { policies: [where, fix] } }] }
`;
    expect(check(fixed, { "image-tag": "mandatory" })).toEqual([]);
  });

  it("name the place of a cluster in the configuration", () => {
    const ack = { region: "cn-beijing", network: { vpcId: "v", vswitchIds: ["w"] }, deletionProtection: false };
    const entry = { name: "beijing", labels: { environment: "production" }, ack };
    const { registry, credentials } = stackClusters([{ name: "other", context: "other" }, entry]);
    const checks = stackChecks({ "ack-deletion-protection": "mandatory" }, { registry });
    expect(findingsOf({ planned: [], applications: [], credentials }, checks).map(formatFinding)).toEqual([
      "error: flotilla:clusters[1].ack.deletionProtection: check ack-deletion-protection: cluster beijing: " +
        "deletionProtection is false (remove it: the default is true)",
    ]);
  });

  it("can be of one's own", () => {
    const team = objectCheck({
      name: "team",
      description: "Every object says whose it is",
      about: "objects",
      parameters: {},
      check: ({ metadata }) =>
        metadata?.labels?.team === undefined
          ? [{ path: ["metadata", "labels", "team"], problem: "is missing", hint: "add the trait labels" }]
          : [],
    });
    expect(check(everywhere, {}, [team])).toEqual([]);
    expect(check(everywhere, { team: "mandatory" }, [team]).map(({ message }) => message)).toEqual([
      'check team: component "web" of default/shop in clusters p1, test, p2: Deployment "web": metadata.labels.team is missing',
    ]);
  });
});

describe("exceptions", () => {
  const on = { "image-tag": "mandatory" };
  const annotated = (reason: string) =>
    shop(web(`, traits: [{ type: annotations, properties: { ignore-check.flotilla/image-tag: "${reason}" } }]`), "p1");
  const except = (exception: JsonObject) => ({
    ...on,
    exceptions: [{ check: "image-tag", reason: "old", ...exception }],
  });

  it("are made by an annotation with a reason", () => {
    expect(check(annotated("pinned by the registry"), on)).toEqual([]);
    expect(told(annotated(" "), on)).toEqual([
      expect.stringMatching(/ignore-check\.flotilla\/image-tag needs a reason/),
    ]);
  });

  it("are not made by annotations where the configuration does not want that", () => {
    const config = { ...on, annotations: false };
    expect(told(annotated("because"), config)).toEqual([expect.stringMatching(/image-tag does not count here/)]);
  });

  it.each<[JsonObject]>([
    [{ application: "shop" }],
    [{ application: "default/shop" }],
    [{ component: "web" }],
    [{ application: "default/shop", component: "web", cluster: "p1" }],
  ])("are made for all that they name: %j", (exception) => {
    expect(check(shop(web(), "p1"), except(exception))).toEqual([]);
  });

  it("let nothing else through, and say when nothing needs them", () => {
    expect(told(shop(web(), "p1, p2"), except({ cluster: "p1" }))).toEqual([expect.stringContaining("in cluster p2:")]);
    expect(told(shop(web(), "p1"), except({ component: "wob" }))).toEqual([
      expect.stringMatching(/error: .*check image-tag/),
      'warning: the exception from check image-tag for wob ("old") lets nothing through (remove it, or correct the names)',
    ]);
  });
});
