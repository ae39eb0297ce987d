import { describe, expect, it } from "vitest";
import { ingress, ingress120 } from "../../../workloads/traits/ingress";
import { pureIngress } from "../../../workloads/traits/pure-ingress";
import { applyTrait, refused } from "./harness";

const properties = { domain: "a.com", http: { "/b": 8080, "/": 80 } };

const betaIngress = {
  apiVersion: "networking.k8s.io/v1beta1",
  kind: "Ingress",
  metadata: { name: "web" },
  spec: {
    rules: [
      {
        host: "a.com",
        http: {
          paths: [
            { path: "/", backend: { serviceName: "web", servicePort: 80 } },
            { path: "/b", backend: { serviceName: "web", servicePort: 8080 } },
          ],
        },
      },
    ],
  },
};

const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web" },
  spec: {
    selector: { "app.oam.dev/component": "web" },
    ports: [
      { port: 80, targetPort: 80 },
      { port: 8080, targetPort: 8080 },
    ],
  },
};

const path = (at: string, number: number) => ({
  path: at,
  pathType: "ImplementationSpecific",
  backend: { service: { name: "web", port: { number } } },
});

const classIngress = (className: string) => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name: "web", annotations: { "kubernetes.io/ingress.class": className } },
  spec: { rules: [{ host: "a.com", http: { paths: [path("/", 80), path("/b", 8080)] } }] },
});

describe("pure-ingress", () => {
  it("adds only an Ingress, of the old API version on every cluster, with paths in order", () => {
    for (const minor of [16, 30]) {
      expect(applyTrait(pureIngress, properties, { clusterVersion: { major: 1, minor } })).toEqual({
        outputs: { ingress: betaIngress },
      });
    }
  });
});

describe("ingress", () => {
  it("adds a Service and an Ingress of the old API version", () => {
    expect(applyTrait(ingress, properties)).toEqual({ outputs: { service, ingress: betaIngress } });
  });
});

describe("ingress-1-20", () => {
  it("adds a Service and an Ingress of class nginx", () => {
    expect(applyTrait(ingress120, properties)).toEqual({ outputs: { service, ingress: classIngress("nginx") } });
  });

  it("takes another class", () => {
    expect(applyTrait(ingress120, { ...properties, class: "traefik" }).outputs?.ingress).toEqual(
      classIngress("traefik"),
    );
  });
});

describe.each([pureIngress, ingress, ingress120])("$name", (type) => {
  it("needs a domain, and whole numbers as ports", () => {
    expect(refused(type as typeof ingress, { http: { "/": "80", "/a": 1.5 } })).toEqual([
      "domain: invalid_type",
      "http./: invalid_type",
      "http./a: invalid_type",
    ]);
  });

  it("has no paths when none are given", () => {
    const result = applyTrait(type as typeof ingress, { domain: "a.com" });
    expect(result.outputs?.ingress?.spec).toEqual({ rules: [{ host: "a.com", http: { paths: [] } }] });
  });
});
