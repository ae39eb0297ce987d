import { stringify } from "yaml";
import { STORAGE_CLASS, STORAGE_PROVISIONER } from "./api";

/** Makes every container of a fake cluster whose image is under this domain fail to start, as an image that is not there. */
export const MISSING_IMAGE_DOMAIN = ".invalid/";

type Match = { readonly key: string; readonly operator: string; readonly values?: readonly string[] } | CelMatch;
type CelMatch = { readonly cel: { readonly expression: string } };

const alive: Match = { key: ".metadata.deletionTimestamp", operator: "DoesNotExist" };
const when = (expression: string): CelMatch => ({ cel: { expression } });

function stage(
  name: string,
  apiGroup: string,
  kind: string,
  matchExpressions: readonly Match[],
  effect: object,
): object {
  return {
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "Stage",
    metadata: { name },
    spec: { resourceRef: { apiGroup, kind }, selector: { matchExpressions }, ...effect },
  };
}

const status = (template: string): object => ({ next: { statusTemplate: template } });
const condition = (type: string, value: string): string =>
  `- { type: ${type}, status: "${value}", lastTransitionTime: {{ Now | Quote }} }`;

const nodeReadyIs = (operator: "In" | "NotIn"): Match => ({
  key: '.status.conditions.[] | select(.type == "Ready") | .status',
  operator,
  values: ["True"],
});
const NODE_CONDITIONS = `conditions:
{{ range NodeConditions }}
- type: {{ .type | Quote }}
  status: {{ .status | Quote }}
  reason: {{ .reason | Quote }}
  message: {{ .message | Quote }}
  lastHeartbeatTime: {{ Now | Quote }}
  lastTransitionTime: {{ Now | Quote }}
{{ end }}`;

const NODE_READY = stage(
  "node-ready",
  "v1",
  "Node",
  [nodeReadyIs("NotIn")],
  status(`phase: Running
${NODE_CONDITIONS}
addresses:
- { type: Hostname, address: {{ NodeName | Quote }} }
daemonEndpoints: { kubeletEndpoint: { Port: {{ NodePort }} } }
allocatable: { cpu: "64", memory: 256Gi, pods: "1000" }
capacity: { cpu: "64", memory: 256Gi, pods: "1000" }
nodeInfo:
  architecture: amd64
  operatingSystem: linux
  kubeletVersion: {{ printf "kwok-%s" Version | Quote }}
  containerRuntimeVersion: fake
  bootID: ""
  kernelVersion: ""
  kubeProxyVersion: ""
  machineID: ""
  osImage: ""
  systemUUID: ""`),
);

const NODE_HEARTBEAT = stage("node-heartbeat", "v1", "Node", [nodeReadyIs("In")], {
  delay: { durationMilliseconds: 60_000 },
  ...status(NODE_CONDITIONS),
});

const PENDING: readonly Match[] = [alive, { key: ".status.phase", operator: "In", values: ["Pending"] }];
const imageMissing = `self.spec.containers.exists(c, c.image.contains('${MISSING_IMAGE_DOMAIN}'))`;

const POD_RUNNING = stage(
  "pod-running",
  "v1",
  "Pod",
  [...PENDING, when(`!${imageMissing}`)],
  status(`phase: Running
startTime: {{ Now | Quote }}
conditions:
${["Initialized", "Ready", "ContainersReady"].map((type) => condition(type, "True")).join("\n")}
{{ range .spec.readinessGates }}
- { type: {{ .conditionType | Quote }}, status: "True", lastTransitionTime: {{ Now | Quote }} }
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: true
  started: true
  restartCount: 0
  state: { running: { startedAt: {{ Now | Quote }} } }
{{ end }}
initContainerStatuses:
{{ range .spec.initContainers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: true
  restartCount: 0
  {{ if eq .restartPolicy "Always" }}
  started: true
  state: { running: { startedAt: {{ Now | Quote }} } }
  {{ else }}
  state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ Now | Quote }}, finishedAt: {{ Now | Quote }} } }
  {{ end }}
{{ end }}
hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
{{ $ip := PodIPWith .spec.nodeName (or .spec.hostNetwork false) (or .metadata.uid "") (or .metadata.name "") (or .metadata.namespace "") }}
podIP: {{ $ip | Quote }}
podIPs: [{ ip: {{ $ip | Quote }} }]`),
);

const POD_IMAGE_MISSING = stage(
  "pod-image-missing",
  "v1",
  "Pod",
  [...PENDING, when(imageMissing), { key: ".status.containerStatuses.[].name", operator: "DoesNotExist" }],
  status(`phase: Pending
startTime: {{ Now | Quote }}
conditions:
${condition("Initialized", "True")}
${["Ready", "ContainersReady"].map((type) => condition(type, "False")).join("\n")}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: ""
  ready: false
  restartCount: 0
  state: { waiting: { reason: ImagePullBackOff, message: {{ printf "Back-off pulling image %q" .image | Quote }} } }
{{ end }}`),
);

const JOB_POD_DONE = stage(
  "pod-done",
  "v1",
  "Pod",
  [
    alive,
    { key: ".status.phase", operator: "In", values: ["Running"] },
    { key: ".metadata.ownerReferences.[].kind", operator: "In", values: ["Job"] },
  ],
  status(`phase: Succeeded
conditions:
${condition("Ready", "False")}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: false
  started: false
  restartCount: 0
  state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ Now | Quote }}, finishedAt: {{ Now | Quote }} } }
{{ end }}`),
);

const POD_GONE = stage("pod-gone", "v1", "Pod", [{ key: ".metadata.deletionTimestamp", operator: "Exists" }], {
  next: { delete: true },
});

const address = (name: string, apiGroup: string, kind: string, ip: string, matches: readonly Match[]): object =>
  stage(
    name,
    apiGroup,
    kind,
    [alive, { key: ".status.loadBalancer.ingress.[].ip", operator: "DoesNotExist" }, ...matches],
    status(`loadBalancer:\n  ingress:\n  - ip: ${ip}`),
  );

// Addresses of a block that is reserved for documentation: nothing answers there.
const SERVICE_ADDRESS = address("service-address", "v1", "Service", "192.0.2.10", [
  { key: ".spec.type", operator: "In", values: ["LoadBalancer"] },
]);
const INGRESS_ADDRESS = address("ingress-address", "networking.k8s.io/v1", "Ingress", "192.0.2.20", []);

const VOLUME_FOR_CLAIM = stage(
  "volume-for-claim",
  "v1",
  "PersistentVolumeClaim",
  [alive, when(`self.spec.storageClassName == '${STORAGE_CLASS}' && !has(self.spec.volumeName)`)],
  {
    steps: [
      {
        apply: {
          template: `apiVersion: v1
kind: PersistentVolume
metadata:
  name: pvc-{{ .metadata.uid }}
  annotations: { pv.kubernetes.io/provisioned-by: ${STORAGE_PROVISIONER} }
spec:
  storageClassName: ${STORAGE_CLASS}
  persistentVolumeReclaimPolicy: Delete
  accessModes:
  {{ YAML .spec.accessModes 2 }}
  capacity:
  {{ YAML .spec.resources.requests 2 }}
  volumeMode: {{ or .spec.volumeMode "Filesystem" }}
  hostPath: { path: /fake }
  claimRef:
    apiVersion: v1
    kind: PersistentVolumeClaim
    name: {{ .metadata.name | Quote }}
    namespace: {{ .metadata.namespace | Quote }}
    uid: {{ .metadata.uid | Quote }}`,
        },
      },
    ],
  },
);

const RELEASED_VOLUME_GONE = stage(
  "released-volume-gone",
  "v1",
  "PersistentVolume",
  [alive, { key: ".status.phase", operator: "In", values: ["Released"] }],
  { next: { delete: true } },
);

/**
 * What a fake cluster answers, as YAML documents for kwok: nodes become Ready; pods run at once, those of Jobs complete,
 * and those with an image under {@link MISSING_IMAGE_DOMAIN} never start; claims get a volume; Services of type LoadBalancer
 * and Ingresses get an address, as from a cloud.
 */
export function stages(): string {
  const pods = [POD_RUNNING, POD_IMAGE_MISSING, JOB_POD_DONE, POD_GONE];
  const volumes = [VOLUME_FOR_CLAIM, RELEASED_VOLUME_GONE];
  return [NODE_READY, NODE_HEARTBEAT, ...pods, ...volumes, SERVICE_ADDRESS, INGRESS_ADDRESS]
    .map((document) => stringify(document))
    .join("---\n");
}
