import { describe, expect, it } from "vitest";
import { webservice } from "../../../workloads/components/webservice";
import { RenderError } from "../../../workloads/types";
import { container, context, everyVolume, podLabels, podSpec, refused, render } from "./render";

describe("webservice", () => {
  it("is a Deployment with one container when only the image is given", () => {
    expect(render(webservice, { image: "nginx" })).toStrictEqual({
      workload: {
        apiVersion: "apps/v1",
        kind: "Deployment",
        spec: {
          selector: { matchLabels: { "app.oam.dev/component": "web" } },
          template: { metadata: { labels: podLabels }, spec: { containers: [{ name: "web", image: "nginx" }] } },
        },
      },
    });
  });

  it("renders every property", () => {
    const properties = {
      image: "img:1",
      imagePullPolicy: "Always",
      imagePullSecrets: ["reg"],
      cmd: ["sh", "-c"],
      args: ["a"],
      env: [
        { name: "A", value: "1" },
        { name: "S", valueFrom: { secretKeyRef: { name: "sec", key: "k" } } },
        { name: "M", valueFrom: { configMapKeyRef: { name: "cm", key: "k" } } },
        { name: "F", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
      ],
      cpu: "0.5",
      memory: "512Mi",
      limit: { cpu: "1" },
      labels: { l: "1" },
      annotations: { an: "1" },
      hostAliases: [{ ip: "10.0.0.1", hostnames: ["a"] }],
      volumeMounts: everyVolume.volumeMounts,
      livenessProbe: {
        httpGet: { path: "/h", port: 80, host: "x", scheme: "HTTPS", httpHeaders: [{ name: "X", value: "y" }] },
        initialDelaySeconds: 5,
      },
      readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 3 },
    };
    expect(render(webservice, properties).workload.spec).toStrictEqual({
      selector: { matchLabels: { "app.oam.dev/component": "web" } },
      template: {
        metadata: { labels: { l: "1", ...podLabels }, annotations: { an: "1" } },
        spec: {
          containers: [
            {
              name: "web",
              image: "img:1",
              imagePullPolicy: "Always",
              command: ["sh", "-c"],
              args: ["a"],
              env: properties.env,
              resources: { requests: { cpu: "0.5", memory: "512Mi" }, limits: { cpu: "1", memory: "512Mi" } },
              volumeMounts: everyVolume.mounts,
              livenessProbe: {
                httpGet: properties.livenessProbe.httpGet,
                initialDelaySeconds: 5,
                periodSeconds: 10,
                timeoutSeconds: 1,
                successThreshold: 1,
                failureThreshold: 3,
              },
              readinessProbe: {
                tcpSocket: { port: 80 },
                initialDelaySeconds: 0,
                periodSeconds: 3,
                timeoutSeconds: 1,
                successThreshold: 1,
                failureThreshold: 3,
              },
            },
          ],
          hostAliases: properties.hostAliases,
          imagePullSecrets: [{ name: "reg" }],
          volumes: everyVolume.volumes,
        },
      },
    });
  });

  it("names ports after the container's port and protocol, and exposes them with a Service", () => {
    const properties = {
      image: "nginx",
      exposeType: "NodePort",
      ports: [
        { port: 80, expose: true },
        { port: 8080, name: "alt", expose: true, nodePort: 30080 },
        { port: 53, protocol: "UDP", expose: true },
        { port: 9000, containerPort: 9001, expose: true },
        { port: 7000 },
      ],
    };
    expect(container(webservice, properties).ports).toStrictEqual([
      { containerPort: 80, protocol: "TCP", name: "port-80" },
      { containerPort: 8080, protocol: "TCP", name: "alt" },
      { containerPort: 53, protocol: "UDP", name: "port-53-udp" },
      { containerPort: 9001, protocol: "TCP", name: "port-9001" },
      { containerPort: 7000, protocol: "TCP", name: "port-7000" },
    ]);
    expect(render(webservice, properties).outputs).toStrictEqual({
      webserviceExpose: {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "web" },
        spec: {
          selector: { "app.oam.dev/component": "web" },
          ports: [
            { port: 80, targetPort: 80, name: "port-80", protocol: "TCP" },
            { port: 8080, targetPort: 8080, name: "alt", protocol: "TCP", nodePort: 30080 },
            { port: 53, targetPort: 53, name: "port-53-udp", protocol: "UDP" },
            { port: 9000, targetPort: 9001, name: "port-9001", protocol: "TCP" },
          ],
          type: "NodePort",
        },
      },
    });
  });

  it("leaves node ports out of a Service of another type", () => {
    const { outputs } = render(webservice, { image: "i", ports: [{ port: 80, nodePort: 30080, expose: true }] });
    expect(outputs?.webserviceExpose?.spec).toStrictEqual({
      selector: { "app.oam.dev/component": "web" },
      ports: [{ port: 80, targetPort: 80, name: "port-80", protocol: "TCP" }],
      type: "ClusterIP",
    });
  });

  it("takes the deprecated port only when there are no ports", () => {
    expect(container(webservice, { image: "i", port: 8080 }).ports).toStrictEqual([{ containerPort: 8080 }]);
    const both = { image: "i", port: 8080, ports: [{ port: 90 }] };
    expect(container(webservice, both).ports).toStrictEqual([{ containerPort: 90, protocol: "TCP", name: "port-90" }]);
    expect(render(webservice, { image: "i", port: 8080 }).outputs).toBeUndefined();
  });

  it("takes the deprecated volumes only when there are no volumeMounts", () => {
    const volumes = [
      { name: "d", mountPath: "/d" },
      { name: "p", mountPath: "/p", type: "pvc", claimName: "claim" },
      { name: "c", mountPath: "/c", type: "configMap", cmName: "cm", defaultMode: 256 },
      { name: "s", mountPath: "/s", type: "secret", secretName: "sec", items: [{ key: "k", path: "f", mode: 1 }] },
      { name: "m", mountPath: "/m", type: "emptyDir", medium: "Memory" },
    ];
    expect(container(webservice, { image: "i", volumes }).volumeMounts).toStrictEqual(
      ["d", "p", "c", "s", "m"].map((name) => ({ name, mountPath: `/${name}` })),
    );
    expect(podSpec(webservice, { image: "i", volumes }).volumes).toStrictEqual([
      { name: "d", emptyDir: { medium: "" } },
      { name: "p", persistentVolumeClaim: { claimName: "claim" } },
      { name: "c", configMap: { name: "cm", defaultMode: 256 } },
      { name: "s", secret: { secretName: "sec", defaultMode: 420, items: [{ key: "k", path: "f", mode: 1 }] } },
      { name: "m", emptyDir: { medium: "Memory" } },
    ]);
    const both = podSpec(webservice, { image: "i", volumes, volumeMounts: {} });
    expect(both.volumes).toStrictEqual([]);
  });

  it("keeps what is empty, and lists a volume that is mounted twice once", () => {
    const empty = { image: "", cmd: [], args: [], env: [], ports: [], imagePullSecrets: [], hostAliases: [], cpu: "" };
    expect(podSpec(webservice, { ...empty, volumes: [], annotations: {} })).toStrictEqual({
      containers: [
        {
          name: "web",
          image: "",
          command: [],
          args: [],
          env: [],
          ports: [],
          resources: { requests: { cpu: "" }, limits: { cpu: "" } },
          volumeMounts: [],
        },
      ],
      hostAliases: [],
      imagePullSecrets: [],
      volumes: [],
    });
    const twice = [
      { name: "v", mountPath: "/a", medium: "Memory" },
      { name: "v", mountPath: "/b" },
    ];
    const spec = podSpec(webservice, { image: "i", volumeMounts: { emptyDir: twice } });
    expect(spec.volumes).toStrictEqual([{ name: "v", emptyDir: { medium: "Memory" } }]);
    expect(container(webservice, { image: "i", volumeMounts: { emptyDir: twice } }).volumeMounts).toHaveLength(2);
  });

  it("uses a limit only beside what is requested", () => {
    expect(container(webservice, { image: "i", limit: { cpu: "1", memory: "1Gi" } })).not.toHaveProperty("resources");
    expect(container(webservice, { image: "i", cpu: "1", limit: { memory: "1Gi" } }).resources).toStrictEqual({
      requests: { cpu: "1" },
      limits: { cpu: "1" },
    });
  });

  it("labels pods with the revision on request, and refuses labels that contradict its own", () => {
    const revised = render(webservice, { image: "i", addRevisionLabel: true }, { revision: "abc" });
    expect(revised.workload.spec).toMatchObject({
      template: { metadata: { labels: { ...podLabels, "app.oam.dev/revision": "abc" } } },
    });
    const foreign = webservice.schema.parse({ image: "i", labels: { "app.oam.dev/component": "other" } });
    const attempt = () => webservice.render(foreign, context);
    expect(attempt).toThrow(RenderError);
    expect(attempt).toThrow('label app.oam.dev/component is set by the component and cannot be "other"');
    const same = render(webservice, { image: "i", labels: { "app.oam.dev/component": "web" } });
    expect(same.workload.spec).toMatchObject({ template: { metadata: { labels: podLabels } } });
  });

  it.each<[string, object]>([
    ["image", {}],
    ["image", { image: 1 }],
    ["image", { image: null }],
    ["cmd.0", { image: "i", cmd: [1] }],
    ["cpu", { image: "i", cpu: 0.5 }],
    ["labels", { image: "i", labels: "oops" }],
    ["labels.a", { image: "i", labels: { a: 1 } }],
    ["env.0.name", { image: "i", env: [{ value: "x" }] }],
    ["env.0.value", { image: "i", env: [{ name: "A", value: true }] }],
    [
      "env.0.valueFrom.secretKeyRef.key",
      { image: "i", env: [{ name: "A", valueFrom: { secretKeyRef: { name: "s" } } }] },
    ],
    ["ports.0.port", { image: "i", ports: [{ port: "80" }] }],
    ["ports.0.port", { image: "i", ports: [{ port: 80.5 }] }],
    ["ports.0.protocol", { image: "i", ports: [{ port: 80, protocol: "tcp" }] }],
    ["exposeType", { image: "i", exposeType: "Bogus" }],
    ["exposeType", { image: "i", exposeType: "ExternalName" }],
    ["imagePullPolicy", { image: "i", imagePullPolicy: "Sometimes" }],
    ["addRevisionLabel", { image: "i", addRevisionLabel: "true" }],
    ["volumes.0.type", { image: "i", volumes: [{ name: "v", mountPath: "/v", type: "hostPath" }] }],
    ["volumes.0.claimName", { image: "i", volumes: [{ name: "v", mountPath: "/v", type: "pvc" }] }],
    [
      "volumeMounts.emptyDir.0.medium",
      { image: "i", volumeMounts: { emptyDir: [{ name: "v", mountPath: "/v", medium: "Disk" }] } },
    ],
    ["livenessProbe", { image: "i", livenessProbe: { grpc: { port: 1 } } }],
    ["livenessProbe.httpGet.port", { image: "i", livenessProbe: { httpGet: { path: "/", port: "http" } } }],
  ])("refuses at %s: %j", (place, properties) => {
    expect(refused(webservice, properties)).toStrictEqual([place]);
  });

  it("drops what it does not know, so that a warning can say so", () => {
    expect(webservice.schema.parse({ image: "i", replicas: 3 })).not.toHaveProperty("replicas");
  });
});
