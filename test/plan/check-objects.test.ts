import { describe, expect, it } from "vitest";
import { cluster, planYaml, refusal, registry } from "../support/plan";

const CLOSED = { ...registry(cluster("c1")), allowCrossNamespace: false };

/** An Application `shop` in namespace `demo` with one component of that type, and more in its metadata. */
function app(type: string, properties: string, metadata = "", more = ""): string {
  return `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo${metadata}}
spec:
  components: [{name: it, type: ${type}, properties: ${properties}${more}}]
  policies: [{name: t, type: topology, properties: {clusters: [c1]}}]`;
}

const objects = (...list: string[]) => app("k8s-objects", `{objects: [${list.join(", ")}]}`);
const configMap = (metadata: string) => objects(`{apiVersion: v1, kind: ConfigMap, metadata: ${metadata}}`);
const annotated = (key: string) => `, annotations: {${key}: "true"}`;
const traits = (list: string) => `, traits: [${list}]`;
const messages = (text: string, clusters = registry(cluster("c1"))) =>
  refusal(text, clusters).map(({ message, hint }) => `${message} (${hint})`);

describe("the names of finished objects", () => {
  it.each([
    ["a path to another object", "../../../kube-system/secrets/x"],
    ["a step up", ".."],
    ["an escaped slash", "a%2fb"],
    ["a zero-width space", "a\\u200bb"],
    ["a right-to-left override", "a\\u202eb"],
    ["a Cyrillic a", "\\u0430dmin"],
    ["NUL", "a\\0b"],
    ["a terminal's escape sequence", "a\\e[2Jb"],
    ["a line break", "a\\nb"],
    ["more than 253 characters", "a".repeat(254)],
  ])("cannot have %s", (_, name) => {
    const [message, ...others] = messages(configMap(`{name: "${name}"}`));
    expect(message).toContain("whose name must");
    expect(others).toEqual([]);
  });

  it("may be whatever Kubernetes has itself", () => {
    const role = "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: 'system:x_Y.z'}}";
    expect(() => planYaml(objects(role))).not.toThrow();
  });

  it.each(["a/b", "..", "Demo", "a\\u200b"])("cannot have the namespace %j", (namespace) => {
    expect(messages(configMap(`{name: m, namespace: "${namespace}"}`))).toEqual([
      expect.stringContaining("whose namespace"),
    ]);
  });

  it.each(["v1/../../x", "V1", "v1\\n", "a/b/c"])("cannot have the API version %j", (version) => {
    expect(messages(objects(`{apiVersion: "${version}", kind: ConfigMap, metadata: {name: m}}`))[0]).toContain(
      "apiVersion",
    );
  });

  it.each(["Config Map", "x:y", "../Pod"])("cannot have the kind %j", (kind) => {
    expect(messages(objects(`{apiVersion: v1, kind: "${kind}", metadata: {name: m}}`))[0]).toContain("kind");
  });

  it.each(["labels: {'a b': x}", "labels: {a: 'x y'}", "labels: {'a/b/c': x}", "annotations: {'a\\nb': x}"])(
    "cannot have %s",
    (metadata) => expect(messages(configMap(`{name: m, ${metadata.replaceAll("'", '"')}}`))).toHaveLength(1),
  );
});

describe("annotations that tell the provider what to do", () => {
  it.each(["pulumi.com/patchForce", "pulumi.com/patchFieldManager", "pulumi.com/autonamed", "pulumi.com/new"])(
    "are flotilla's alone: %s",
    (key) => {
      const expected = [expect.stringContaining(`the annotation "${key}", which only flotilla may set`)];
      expect(messages(configMap(`{name: m${annotated(key)}}`))).toEqual(expected);
      expect(messages(app("webservice", "{image: nginx}", annotated(key)))).toEqual(expected);
      const trait = traits(`{type: annotations, properties: {${key}: "true"}}`);
      expect(messages(app("webservice", "{image: nginx}", "", trait))).toEqual(expected);
    },
  );

  it.each(["pulumi.com/waitFor", "pulumi.com/skipAwait", "pulumi.com/timeoutSeconds"])("may say %s", (key) => {
    expect(() => planYaml(configMap(`{name: m${annotated(key)}}`))).not.toThrow();
  });
});

describe("the labels that say whose an object is", () => {
  it("are flotilla's, whatever object and Application say", () => {
    const spoofed = "labels: {app.oam.dev/name: other, app.oam.dev/namespace: other, app.oam.dev/component: other}";
    const text = configMap(`{name: m, ${spoofed}}`).replace("namespace: demo}", `namespace: demo, ${spoofed}}`);
    expect(planYaml(text).steps[0]?.deliveries[0]?.objects[0]?.metadata?.labels).toMatchObject({
      "app.oam.dev/name": "shop",
      "app.oam.dev/namespace": "demo",
      "app.oam.dev/component": "it",
    });
  });
});

describe("with crossing namespaces switched off", () => {
  it.each([
    ["an object elsewhere", configMap("{name: m, namespace: kube-system}")],
    ["a role for the whole cluster", objects("{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding}")],
    ["a namespace", objects("{apiVersion: v1, kind: Namespace, metadata: {name: demo}}")],
    ["a webhook", objects("{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingWebhookConfiguration}")],
    ["a chart", app("helm", "{chart: c, url: 'https://charts.example'}")],
    ["a Secret of another namespace", app("ref-objects", "{objects: [{resource: secret, namespace: kube-system}]}")],
    ["a topology", configMap("{name: m}").replace("clusters: [c1]", "clusters: [c1], namespace: kube-system")],
  ])("refuses %s", (_, text) => {
    expect(messages(text, CLOSED).every((message) => message.includes("crossing namespaces is switched off"))).toBe(
      true,
    );
    expect(text.includes("ref-objects") || planYaml(text)).toBeTruthy();
  });

  it("refuses to pin an object to a cluster that the step does not deliver to", () => {
    const text = configMap("{name: m, labels: {app.oam.dev/cluster: local}}");
    expect(refusal(text, CLOSED)).toMatchObject([{ code: "cross-cluster" }]);
    const ofAll = configMap("{name: m}").replace(
      "namespace: demo",
      "namespace: demo, labels: {app.oam.dev/cluster: local}",
    );
    expect(refusal(ofAll, CLOSED)).toMatchObject([{ code: "cross-cluster" }]);
    expect(planYaml(text).warnings).toMatchObject([{ code: "cross-cluster" }]);
  });

  it("delivers what stays at home", () => {
    expect(() => planYaml(configMap("{name: m, namespace: demo}"), CLOSED)).not.toThrow();
  });
});

describe("Helm releases", () => {
  const release = "apiVersion: helm.sh/v3, kind: Release, metadata: {name: r}, spec: {chart: ../../somebody/elses}";
  const chart = "{chart: c, url: 'https://charts.example'}";
  const patch = (operation: string) => traits(`{type: json-patch, properties: {operations: [${operation}]}}`);

  it.each([
    ["written out", objects(`{${release}}`)],
    ["written out beside others", objects("{apiVersion: v1, kind: ConfigMap}", `{${release}}`)],
    ["with another chart", app("helm", chart, "", patch("{op: replace, path: /spec/chart, value: ../x}"))],
    ["with a key file", app("helm", chart, "", patch("{op: add, path: /spec/repositoryOpts/keyFile, value: /x}"))],
    [
      "patched together",
      app(
        "webservice",
        "{image: nginx}",
        "",
        patch("{op: replace, path: /apiVersion, value: helm.sh/v3}, {op: replace, path: /kind, value: Release}"),
      ),
    ],
  ])("are refused when %s", (_, text) => {
    expect(messages(text)).toEqual([expect.stringContaining("only a component of type helm can say which chart")]);
  });

  it("may have other values patched in", () => {
    expect(() => planYaml(app("helm", chart, "", patch("{op: add, path: /spec/values, value: {a: 1}}")))).not.toThrow();
  });

  it.each(["../x", "./x", "/x", "a/../../x", "file:///x", "-x"])(
    "take no path for a chart of a repository: %s",
    (path) => {
      expect(messages(app("helm", `{chart: "${path}", url: "https://charts.example"}`))[0]).toContain(
        "in the repository",
      );
    },
  );

  it.each(["file:///etc", "git+https://x.example/y", "https://user:hunter2@charts.example", "--repo=x", "../x"])(
    "come from no address like %s, which is not quoted",
    (url) => {
      const [message, ...others] = messages(app("helm", `{chart: c, url: "${url}"}`));
      expect(message).toContain("address");
      expect(message).not.toContain("hunter2");
      expect(others).toEqual([]);
    },
  );
});

describe("references to objects", () => {
  it.each([
    "{resource: secret, namespace: ..}",
    "{resource: secret, namespace: a/b}",
    "{resource: secret, name: ..}",
    "{resource: secret, name: a/../../b}",
    "{resource: ../secrets}",
    "{resource: secret, group: ../x}",
    "{apiVersion: v1/namespaces/kube-system/secrets?x=, kind: Secret}",
  ])("are no way through a cluster's API: %s", (reference) => {
    expect(refusal(app("ref-objects", `{objects: [${reference}]}`))).toMatchObject([
      { severity: "error", path: expect.stringContaining("properties.objects[0]") },
    ]);
  });
});
