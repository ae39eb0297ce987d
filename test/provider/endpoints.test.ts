import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../model/json";
import { runCollectServiceEndpoints } from "../../provider/steps/collect-service-endpoints";
import type { KubernetesObject } from "../../workloads/types";

const labelled = (component: string) => ({
  "app.oam.dev/name": "shop",
  "app.oam.dev/namespace": "demo",
  "app.oam.dev/component": component,
});

function object(kind: string, name: string, component: string, more: JsonObject, annotations = {}): KubernetesObject {
  const [apiVersion = ""] = { Service: ["v1"], Node: ["v1"], Ingress: ["networking.k8s.io/v1"] }[kind] ?? [
    "gateway.networking.k8s.io/v1",
  ];
  const metadata = { name, namespace: "demo", labels: labelled(component), annotations };
  return { apiVersion, kind, metadata, ...more } as KubernetesObject;
}

const service = (name: string, spec: JsonObject, status: JsonObject = {}) =>
  object("Service", name, name, { spec, status });

/** Collects from a cluster that has some objects. */
async function collect(objects: KubernetesObject[], search: object = {}) {
  const same = (a: { apiVersion: string; kind: string }, b: KubernetesObject) =>
    a.apiVersion === b.apiVersion && a.kind === b.kind;
  const found = await runCollectServiceEndpoints(
    { name: "shop", namespace: "demo", protocal: "http", places: [{ cluster: "c1", namespace: "demo" }], ...search },
    {
      context: {},
      signal: AbortSignal.timeout(5_000),
      message: () => undefined,
      cluster: () => ({
        read: async (wanted) =>
          objects.find((one) => same(wanted, one) && one.metadata?.name === wanted.metadata?.name),
        list: async (kind, labels) =>
          objects.filter(
            (one) => same(kind, one) && Object.entries(labels).every(([k, v]) => one.metadata?.labels?.[k] === v),
          ),
        apply: async (applied) => applied,
      }),
    },
  );
  return found as {
    value: { url: string; endpoint: JsonObject; endpoints: { endpoint: JsonObject; outer?: boolean }[] };
  };
}

describe("endpoints of a Service", () => {
  const ports = [{ name: "web", port: 80, protocol: "TCP" }, { port: 6379 }];

  it("are inside the cluster without a type", async () => {
    const { value } = await collect([service("web", { ports })]);
    expect(value.endpoints).toMatchObject([
      {
        endpoint: { protocol: "TCP", appProtocol: "http", host: "web.demo", port: 80, portName: "web", inner: true },
        ref: { kind: "Service", name: "web", namespace: "demo", apiVersion: "v1" },
        cluster: "c1",
        component: "web",
      },
      { endpoint: { appProtocol: "redis", port: 6379 } },
    ]);
    expect(value.url).toBe("http://web.demo:80");
  });

  it("are at its load balancer, once that has addresses", async () => {
    const ingress = [{ ip: "192.0.2.1" }, { hostname: "lb.example" }];
    const balanced = service("web", { type: "LoadBalancer", ports }, { loadBalancer: { ingress } });
    const pending = service("other", { type: "LoadBalancer", ports });
    const { value } = await collect([pending, balanced], { portName: "web", protocal: "https" });
    expect(value.endpoints.map(({ endpoint }) => endpoint.host)).toEqual(["192.0.2.1", "lb.example"]);
    expect([value.url, value.endpoint.inner]).toEqual(["https://192.0.2.1:80", undefined]);
  });

  it("are at a node that is meant for it", async () => {
    const node = (name: string, role: string, addresses: object[]) => ({
      ...object("Node", name, "", { status: { addresses } as JsonObject }),
      metadata: { name, labels: { [`node-role.kubernetes.io/${role}`]: "" } },
    });
    const exposed = service("web", { type: "NodePort", ports: [{ port: 80, nodePort: 30080 }] });
    const control = node("a", "control-plane", [{ type: "ExternalIP", address: "192.0.2.9" }]);
    const worker = node("b", "worker", [{ type: "InternalIP", address: "10.0.0.2" }]);
    const { value } = await collect([control, worker, exposed]);
    expect(value.url).toBe("http://10.0.0.2:30080");
    expect((await collect([control, exposed])).value.url).toBe("http://192.0.2.9:30080");
  });
});

describe("endpoints of what leads to Services", () => {
  const ingress = (annotations = {}) =>
    object(
      "Ingress",
      "web",
      "web",
      {
        spec: {
          tls: [{ hosts: ["secure.example"] }],
          rules: [
            { host: "secure.example", http: { paths: [{ path: "/a" }, { path: "/b" }] } },
            { http: { paths: [{ path: "/" }] } },
          ],
        },
      },
      annotations,
    );

  it("are the paths of an Ingress, at the ports of its controller", async () => {
    const tell = async (annotations = {}) =>
      (await collect([ingress(annotations)])).value.endpoints.map(
        ({ endpoint: e }) => `${e.appProtocol} ${e.host}:${e.port}${e.path}`,
      );
    expect(await tell()).toEqual(["https secure.example:443/a", "https secure.example:443/b", "http :80/"]);
    const behind = { "ingress.controller/host": "192.0.2.7", "ingress.controller/http-port": "8080" };
    expect((await tell(behind))[2]).toBe("http 192.0.2.7:8080/");
  });

  it("are the paths of an HTTPRoute, at the port of its Gateway", async () => {
    const route = object("HTTPRoute", "web", "web", {
      spec: {
        parentRefs: [{ name: "entry", sectionName: "tls" }],
        hostnames: ["web.example"],
        rules: [{ matches: [{ path: { type: "PathPrefix", value: "/" } }, { path: { type: "Exact", value: "/x" } }] }],
      },
    });
    const listeners = [
      { name: "plain", port: 8000, protocol: "HTTP" },
      { name: "tls", port: 8443, protocol: "HTTPS" },
    ];
    const gateway = object("Gateway", "entry", "", { spec: { listeners } }, { "ports-mapping": "8000:80,8443:443" });
    const { value } = await collect([route, gateway]);
    expect(value.endpoints.map(({ endpoint }) => endpoint)).toEqual([
      { protocol: "TCP", appProtocol: "https", port: 443, host: "web.example", path: "/" },
      { protocol: "TCP", appProtocol: "https", port: 443, host: "web.example" },
    ]);
    expect((await collect([route])).value.endpoint).toMatchObject({ appProtocol: "http", port: 80 });
  });
});

describe("what is looked for", () => {
  const inside = service("inside", { ports: [{ port: 80 }] });
  const outside = service(
    "outside",
    { type: "LoadBalancer", ports: [{ port: 80 }, { port: 443 }] },
    { loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } },
  );
  const hosts = async (search: object) =>
    (await collect([inside, outside], search)).value.endpoints.map(
      ({ endpoint }) => `${endpoint.host}:${endpoint.port}`,
    );

  it.each([
    [{ components: ["inside"] }, ["inside.demo:80"]],
    [{ port: 443 }, ["192.0.2.1:443"]],
    [{ outer: true }, ["192.0.2.1:80", "192.0.2.1:443"]],
    [{ outer: false }, ["inside.demo:80", "192.0.2.1:80", "192.0.2.1:443"]],
  ])("%j", async (search, expected) => {
    expect(await hosts(search)).toEqual(expected);
  });

  it("is told of each endpoint only when somebody asks", async () => {
    const outers = async (search: object) =>
      (await collect([inside], search)).value.endpoints.map(({ outer }) => outer);
    expect([await outers({ outer: false }), await outers({})]).toEqual([[false], [undefined]]);
  });
});

it("waits until there is one", async () => {
  const objects: KubernetesObject[] = [];
  const collecting = collect(objects);
  objects.push(service("late", { ports: [{ port: 80 }] }));
  expect((await collecting).value.url).toBe("http://late.demo:80");
});
