import { type Change, ENGINE_CHANGES, PROVIDER_CHANGES } from "./changes";

/** A program built from one of the pinned Go modules beside this file. */
export interface Tool<Name extends string = string> {
  /** File name of the finished program. */
  readonly name: Name;
  /** Folder of the Go module under `tools/`. */
  readonly module: ModuleName;
  /** Go package to build: an import path, or a path inside the module's folder. */
  readonly package: string;
  /** Linker flags, empty when the program needs none. */
  readonly ldflags: string;
  /** How long a first build usually takes on two cores, in seconds. Told to the user, nothing else. */
  readonly usualSeconds: number;
  /** What is changed in modules that it is built from. Default: nothing. */
  readonly changes?: readonly Change[];
}

/** The Go modules, one folder each: a change of one rebuilds only what comes from it. */
export type ModuleName = "pulumi" | "language" | "kubernetes" | "kwok" | "etcd" | "ocm" | "kustomize" | "actionlint";

/** Version of the engine, as it reports it. */
export const ENGINE_VERSION = "3.216.0";
/** Version of the Kubernetes provider; `@pulumi/kubernetes` in package.json asks for exactly this one. */
export const PROVIDER_VERSION = "4.25.0";
/** Version of the local control planes. */
export const KUBERNETES_VERSION = "v1.36.3";
/** Go module of the engine. */
export const ENGINE_MODULE = "github.com/pulumi/pulumi/pkg/v3";
/** Go module of the Kubernetes provider. */
export const PROVIDER_MODULE = "github.com/pulumi/pulumi-kubernetes/provider/v4";

const set = (variable: string, value: string): string => `-X ${variable}=${value}`;

const [major = "", minor = ""] = KUBERNETES_VERSION.slice(1).split(".");
const kubernetesVersion = [
  set("k8s.io/component-base/version.gitVersion", KUBERNETES_VERSION),
  set("k8s.io/component-base/version.gitMajor", major),
  set("k8s.io/component-base/version.gitMinor", minor),
].join(" ");

const kubernetes = <Name extends string>(name: Name, usualSeconds: number): Tool<Name> => ({
  name,
  module: "kubernetes",
  package: `k8s.io/kubernetes/cmd/${name}`,
  ldflags: kubernetesVersion,
  usualSeconds,
});

/** A program of {@link ENGINE_TOOLS}. */
export type EngineTool = "pulumi" | "pulumi-language-nodejs" | "kubernetes-provider" | "pulumi-resource-kubernetes";

/** Pulumi's engine and CLI, its Node.js language host, the Kubernetes provider, and what the engine starts in its place. */
export const ENGINE_TOOLS: readonly Tool<EngineTool>[] = [
  {
    name: "pulumi",
    module: "pulumi",
    package: "./engine",
    ldflags: set("github.com/pulumi/pulumi/sdk/v3/go/common/version.Version", `v${ENGINE_VERSION}`),
    usualSeconds: 150,
    changes: ENGINE_CHANGES,
  },
  {
    name: "pulumi-language-nodejs",
    module: "language",
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    ldflags: "",
    usualSeconds: 30,
  },
  {
    name: "kubernetes-provider",
    module: "pulumi",
    package: "./kubernetes-provider",
    ldflags: set(`${PROVIDER_MODULE}/pkg/version.Version`, PROVIDER_VERSION),
    usualSeconds: 600,
    changes: PROVIDER_CHANGES,
  },
  {
    name: "pulumi-resource-kubernetes",
    module: "pulumi",
    package: "./kubernetes-launcher",
    ldflags: "-s -w",
    usualSeconds: 1,
  },
];

/** A program of {@link CONTROL_PLANE_TOOLS}. */
export type ControlPlaneTool =
  | "etcd"
  | "kwokctl"
  | "kwok"
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler"
  | "kubectl";

/** What a local cluster consists of, and `kubectl`, which starts it and is good to look with. */
export const CONTROL_PLANE_TOOLS: readonly Tool<ControlPlaneTool>[] = [
  { name: "etcd", module: "etcd", package: "go.etcd.io/etcd/server/v3", ldflags: "", usualSeconds: 30 },
  { name: "kwokctl", module: "kwok", package: "sigs.k8s.io/kwok/cmd/kwokctl", ldflags: "", usualSeconds: 90 },
  { name: "kwok", module: "kwok", package: "sigs.k8s.io/kwok/cmd/kwok", ldflags: "", usualSeconds: 30 },
  kubernetes("kube-apiserver", 180),
  kubernetes("kube-controller-manager", 60),
  kubernetes("kube-scheduler", 20),
  kubernetes("kubectl", 30),
];

/** A program of Open Cluster Management. */
export type OcmTool = "work" | "registration" | "placement";

/** Open Cluster Management's agents and hub controllers, for delivery that clusters pull. Built only when asked for. */
export const OCM_TOOLS: readonly Tool<OcmTool>[] = (["work", "registration", "placement"] as const).map((name) => ({
  name,
  module: "ocm",
  package: `open-cluster-management.io/ocm/cmd/${name}`,
  ldflags: "",
  usualSeconds: 120,
}));

/** Builds kustomizations where neither `kustomize` nor `kubectl` is on PATH. Built only when an Application needs it. */
export const KUSTOMIZE_TOOL: Tool<"kustomize"> = {
  name: "kustomize",
  module: "kustomize",
  package: "sigs.k8s.io/kustomize/kustomize/v5",
  ldflags: "",
  usualSeconds: 30,
};

/** Checks workflows of GitHub Actions. Built only for the tests. */
export const ACTIONLINT_TOOL: Tool<"actionlint"> = {
  name: "actionlint",
  module: "actionlint",
  package: "github.com/rhysd/actionlint/cmd/actionlint",
  ldflags: "",
  usualSeconds: 15,
};
