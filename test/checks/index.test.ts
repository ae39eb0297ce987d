import { describe, expect, it } from "vitest";
import { ackDeletionProtection } from "../../checks/ack-deletion-protection";
import { ackNodePoolSize } from "../../checks/ack-node-pool-size";
import { ackPublicApi } from "../../checks/ack-public-api";
import type { JsonObject } from "../../model/json";
import { stackClusters } from "../../model/registry";
import { checkObjects, deployment } from "./support";

describe("image-tag", () => {
  const on = { "image-tag": "mandatory" };

  it.each(["nginx", "nginx:latest", "registry.example:5000/web", "localhost/web"])("refuses %s", (image) => {
    expect(checkObjects(on, deployment({ image }))).toEqual([
      expect.stringContaining(`Deployment "web": spec.template.spec.containers[0].image is "${image}"`),
    ]);
  });

  it.each(["nginx:1.29", "registry.example:5000/web:1", "nginx@sha256:0a1b", "nginx:latest@sha256:0a1b"])(
    "takes %s",
    (image) => expect(checkObjects(on, deployment({ image }))).toEqual([]),
  );

  it("looks into jobs that are made on a schedule, bare pods and containers that start first", () => {
    const container = { name: "main", image: "nginx" };
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "pod" }, spec: { containers: [container] } };
    const template = { spec: { containers: [container] } };
    const job = {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "job" },
      spec: { jobTemplate: { spec: { template } } },
    };
    const first = deployment({}, {}, { initContainers: [container] });
    expect(checkObjects(on, job, pod, first)).toEqual([
      expect.stringContaining('CronJob "job": spec.jobTemplate.spec.template.spec.containers[0].image'),
      expect.stringContaining('Pod "pod": spec.containers[0].image'),
      expect.stringContaining('Deployment "web": spec.template.spec.initContainers[0].image'),
    ]);
  });
});

describe("registries", () => {
  const found = (image: string, ...allowed: string[]) =>
    checkObjects({ registries: { level: "mandatory", allowed } }, deployment({ image })).length;

  it("knows the registry of images that name none", () => {
    expect(found("nginx:1", "docker.io/library")).toBe(0);
    expect(found("grafana/grafana:1", "docker.io/library")).toBe(1);
    expect(found("grafana/grafana:1", "docker.io")).toBe(0);
  });

  it("allows whole names of registries and folders only", () => {
    expect(found("registry.example/team/web:1", "registry.example/team/")).toBe(0);
    expect(found("registry.example/team-b/web:1", "registry.example/team")).toBe(1);
    expect(found("registry.example.evil/web:1", "registry.example")).toBe(1);
  });
});

describe("resources", () => {
  const found = (resources: JsonObject, more: JsonObject = {}) =>
    checkObjects({ resources: { level: "mandatory", ...more } }, deployment({ resources }));

  it("tells everything that is missing at once", () => {
    expect(found({ requests: { cpu: "1" } })).toEqual([
      expect.stringContaining("resources lacks requests.memory, limits.cpu, limits.memory"),
    ]);
  });

  it("takes a limit for a request, as Kubernetes does", () => {
    expect(found({ limits: { cpu: "1", memory: "1Gi" } })).toEqual([]);
  });

  it("wants what it is told to want", () => {
    expect(found({ limits: { memory: "1Gi" } }, { requests: [], limits: ["memory"] })).toEqual([]);
  });
});

describe("replicas", () => {
  const on = { replicas: "mandatory" };
  const scaler = (name: string) => ({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "scaler" },
    spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name }, maxReplicas: 5 },
  });

  it("wants two, or as many as it is told", () => {
    expect(checkObjects(on, deployment({}))).toEqual([
      expect.stringContaining('Deployment "web": spec.replicas is 1, must be at least 2'),
    ]);
    expect(checkObjects(on, deployment({}, { replicas: 2 }))).toEqual([]);
    expect(checkObjects({ replicas: { level: "mandatory", minimum: 3 } }, deployment({}, { replicas: 2 }))).toEqual([
      expect.stringContaining("is 2, must be at least 3"),
    ]);
  });

  it("leaves the number to an autoscaler of the same workload", () => {
    expect(checkObjects(on, deployment({}), scaler("web"))).toEqual([]);
    expect(checkObjects(on, deployment({}), scaler("other"))).toHaveLength(1);
  });

  it("does not look at what is no Deployment or StatefulSet", () => {
    expect(checkObjects(on, { ...deployment({}), kind: "DaemonSet" })).toEqual([]);
  });
});

describe("privileged", () => {
  const on = { privileged: "mandatory" };

  it("names every way out of the container", () => {
    const pod = { hostNetwork: true, hostPID: false, volumes: [{ name: "root", hostPath: { path: "/" } }] };
    expect(checkObjects(on, deployment({ securityContext: { privileged: true } }, {}, pod))).toEqual([
      expect.stringContaining("spec.template.spec.hostNetwork"),
      expect.stringContaining("spec.template.spec.volumes[0].hostPath"),
      expect.stringContaining("spec.template.spec.containers[0].securityContext.privileged"),
    ]);
  });

  it("takes an ordinary pod", () => {
    const pod = { volumes: [{ name: "scratch", emptyDir: {} }] };
    expect(checkObjects(on, deployment({ securityContext: { privileged: false } }, {}, pod))).toEqual([]);
  });
});

describe("load-balancer", () => {
  const service = (type: string) => ({ apiVersion: "v1", kind: "Service", metadata: { name: "web" }, spec: { type } });

  it("refuses Services of that type only", () => {
    const on = { "load-balancer": "mandatory" };
    expect(checkObjects(on, service("LoadBalancer"))).toEqual([expect.stringContaining('Service "web": spec.type')]);
    expect(checkObjects(on, service("ClusterIP"))).toEqual([]);
  });
});

describe("checks of ACK clusters", () => {
  const settings = (written: JsonObject) => {
    const entry = { name: "c", ack: { region: "cn-beijing", ...written } };
    const [credentials] = stackClusters([entry]).credentials;
    if (credentials?.ack === undefined) throw new Error("no ACK cluster");
    return credentials.ack;
  };
  const created = (more: JsonObject) => settings({ network: { vpcId: "vpc", vswitchIds: ["vsw"] }, ...more });
  const pool = (name: string, more: JsonObject) => ({ name, instanceTypes: ["ecs.g7.large"], ...more });

  it("find a public API server, also when it is public by default", () => {
    expect(ackPublicApi.check(created({}), {})).toHaveLength(1);
    expect(ackPublicApi.check(created({ slbInternetEnabled: false }), {})).toEqual([]);
  });

  it("find a cluster that anybody can delete", () => {
    expect(ackDeletionProtection.check(created({}), {})).toEqual([]);
    expect(ackDeletionProtection.check(created({ deletionProtection: false }), {})).toHaveLength(1);
  });

  it("find pools that can be left with one node", () => {
    const scalingConfig = { minSize: 1, maxSize: 5 };
    const nodePools = [pool("two", {}), pool("one", { desiredSize: 1 }), pool("few", { scalingConfig })];
    const found = ackNodePoolSize.check(created({ nodePools }), { minimum: 2 });
    expect(found.map(({ path }) => path)).toEqual([
      ["nodePools", 1, "desiredSize"],
      ["nodePools", 2, "scalingConfig", "minSize"],
    ]);
  });

  it("say nothing of clusters that exist already", () => {
    const joined = settings({ id: "c1" });
    const found = [ackPublicApi.check(joined, {}), ackDeletionProtection.check(joined, {})];
    expect([...found, ackNodePoolSize.check(joined, { minimum: 2 })].flat()).toEqual([]);
  });
});
