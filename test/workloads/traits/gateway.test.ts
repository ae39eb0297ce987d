import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../model/json";
import { gateway } from "../../../workloads/traits/gateway";
import { applyTrait, refused } from "./harness";

function outputs(properties: JsonObject, minor = 30) {
  const { outputs, ...rest } = applyTrait(gateway, properties, { clusterVersion: { major: 1, minor } });
  expect(rest).toEqual({});
  return outputs ?? {};
}

const service = (name: string, ...ports: number[]) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name },
  spec: {
    selector: { "app.oam.dev/component": "web" },
    ports: ports.map((port) => ({ name: `port-${port}`, port, targetPort: port })),
  },
});

const path = (path: string, port: number, name = "web", pathType = "ImplementationSpecific") => ({
  path,
  pathType,
  backend: { service: { name, port: { number: port } } },
});

describe("gateway", () => {
  it("adds a Service and an Ingress, with the paths in their order", () => {
    expect(outputs({ domain: "a.com", http: { "/api": 8080, "/": 80 } })).toEqual({
      service: service("web", 80, 8080),
      ingress: {
        apiVersion: "networking.k8s.io/v1",
        kind: "Ingress",
        metadata: { name: "web", annotations: { "kubernetes.io/ingress.class": "nginx" }, labels: {} },
        spec: { rules: [{ host: "a.com", http: { paths: [path("/", 80), path("/api", 8080)] } }] },
      },
    });
  });

  it("takes every property", () => {
    const properties = {
      ...{ domain: "a.com", http: { "/": 80 }, class: "traefik", classInSpec: true, secretName: "tls", name: "gw" },
      ...{ gatewayHost: "1.2.3.4", pathType: "Prefix", annotations: { x: "1" }, labels: { y: "2" } },
    };
    expect(outputs(properties)).toEqual({
      "service-gw": service("web-gw", 80),
      "ingress-gw": {
        apiVersion: "networking.k8s.io/v1",
        kind: "Ingress",
        metadata: {
          name: "web-gw",
          annotations: { "ingress.controller/host": "1.2.3.4", x: "1" },
          labels: { y: "2" },
        },
        spec: {
          ingressClassName: "traefik",
          tls: [{ hosts: ["a.com"], secretName: "tls" }],
          rules: [{ host: "a.com", http: { paths: [path("/", 80, "web-gw", "Prefix")] } }],
        },
      },
    });
  });

  it("leads to an existing Service and creates none", () => {
    const { ingress, ...others } = outputs({ http: { "/": 80 }, existingServiceName: "svc" });
    expect(others).toEqual({});
    expect(ingress?.spec).toEqual({ rules: [{ http: { paths: [path("/", 80, "svc")] } }] });
  });

  it("speaks the beta API to clusters before 1.19", () => {
    const { ingress } = outputs({ domain: "a.com", http: { "/": 80 } }, 18);
    expect(ingress?.apiVersion).toBe("networking.k8s.io/v1beta1");
    const backend = { serviceName: "web", servicePort: 80 };
    expect(ingress?.spec).toEqual({
      rules: [{ host: "a.com", http: { paths: [{ path: "/", pathType: "ImplementationSpecific", backend }] } }],
    });
    expect(outputs({ domain: "a.com" }, 19).ingress?.apiVersion).toBe("networking.k8s.io/v1");
  });

  it("makes do without paths", () => {
    expect(outputs({})).toEqual({
      service: service("web"),
      ingress: {
        apiVersion: "networking.k8s.io/v1",
        kind: "Ingress",
        metadata: { name: "web", annotations: { "kubernetes.io/ingress.class": "nginx" }, labels: {} },
        spec: { rules: [{ http: { paths: [] } }] },
      },
    });
  });

  it("lets an annotation say the class, but not contradict the other properties", () => {
    const annotations = { "kubernetes.io/ingress.class": "x" };
    expect(outputs({ annotations }).ingress?.metadata?.annotations).toEqual(annotations);
    const inSpec = outputs({ annotations, classInSpec: true }).ingress;
    expect(inSpec?.metadata?.annotations).toEqual(annotations);
    expect(inSpec?.spec).toMatchObject({ ingressClassName: "nginx" });
    expect(() => outputs({ annotations, class: "y" })).toThrow(
      'annotation kubernetes.io/ingress.class is set to "y" already',
    );
    expect(() => outputs({ annotations: { "ingress.controller/host": "a" }, gatewayHost: "b" })).toThrow(
      expect.objectContaining({ path: ["annotations", "ingress.controller/host"] }),
    );
  });

  it("refuses a certificate without a domain, and wrong types", () => {
    expect(() => outputs({ http: { "/": 80 }, secretName: "tls" })).toThrow("secretName needs a domain");
    expect(refused(gateway, { http: { "/": "80" }, pathType: "Regex", annotations: { a: 1 } })).toEqual([
      "http./: invalid_type",
      "pathType: invalid_value",
      "annotations.a: invalid_type",
    ]);
  });
});
