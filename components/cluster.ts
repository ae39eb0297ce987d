import { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import { identityOf } from "../model/known-clusters";
import { dropDebugMessages } from "./debug-messages";
import { mistake } from "./mistake";
import { ClusterObject } from "./object";

/** Arguments of {@link Cluster}. */
export interface ClusterArgs {
  /** How to reach the cluster, as the text of a kubeconfig. Kept as a secret. There is no default: an empty one is an error. */
  kubeconfig: pulumi.Input<string>;
  /** Context of the kubeconfig to use. Default: its current context. */
  context?: pulumi.Input<string>;
  /** Name that policies know the cluster by. Default: the resource's name. */
  name?: string;
  /**
   * Names that the cluster had before, oldest first. They keep what was delivered under them: without, everything would be
   * created again under the new name and deleted under the old one. Keep the list for as long as the stack lives.
   */
  previousNames?: readonly string[];
  /** Labels that selectors see. Default: none. */
  labels?: Readonly<Record<string, string>>;
  /** Kubernetes version such as `1.30`, which decides about API versions. Default: a current one. */
  kubernetesVersion?: string;
  /** The resource that the cluster lives and dies with; when it is deleted, nothing inside is deleted one by one. */
  deletedWith?: pulumi.Resource;
  /** What has to be there before anything is delivered, such as nodes. Default: nothing. */
  after?: readonly pulumi.Resource[];
  /** Namespaces that are created before anything is delivered. Those that exist are adopted, and none is ever deleted. Default: none. */
  initialNamespaces?: readonly string[];
}

/** How a cluster is reached. */
export interface ClusterAccess {
  /** Text of a kubeconfig. */
  kubeconfig: string;
  /** Context of the kubeconfig to use. Default: its current context. */
  context?: string;
}

/** A Kubernetes cluster to deliver to, with the one provider that reaches it. */
export class Cluster extends pulumi.ComponentResource {
  /** Name that policies know the cluster by. */
  readonly clusterName: string;
  /** Names that the cluster had before, oldest first. */
  readonly previousNames: readonly string[];
  /** Labels that selectors see. */
  readonly labels: Readonly<Record<string, string>>;
  /** Kubernetes version as it was given. */
  readonly kubernetesVersion: string | undefined;
  /** The provider for everything in this cluster. */
  readonly provider: Provider;
  /** How the cluster is reached, as the text of a kubeconfig and the context in it. Secret. */
  readonly access: pulumi.Output<ClusterAccess>;
  /** The resource that the cluster lives and dies with. */
  readonly deletedWith: pulumi.Resource | undefined;
  /** What everything that is delivered waits for. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: ClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { context, name: clusterName = name, previousNames = [], deletedWith, after = [] } = args;
    const aliases = previousNames.map((previous) => ({ name: previous }));
    super("flotilla:index:Cluster", name, {}, { ...opts, aliases });
    dropDebugMessages();
    this.clusterName = clusterName;
    this.previousNames = previousNames;
    this.deletedWith = deletedWith;
    this.labels = args.labels ?? {};
    this.kubernetesVersion = args.kubernetesVersion;
    const kubeconfig = pulumi.secret(this.present(args.kubeconfig));
    this.access = pulumi.output({ kubeconfig, ...(context === undefined ? {} : { context }) });
    this.provider = new Provider(
      name,
      {
        kubeconfig,
        ...(context === undefined ? {} : { context }),
        clusterIdentifier: identityOf(clusterName, previousNames),
        enableServerSideApply: true,
        enableConfigMapMutable: true,
        enableSecretMutable: true,
      },
      { parent: this, aliases, hideDiffs: ["kubeconfig"] },
    );
    const namespaces = args.initialNamespaces ?? [];
    this.ready = [...after, ...namespaces.map((namespace) => this.namespace(namespace))];
    this.registerOutputs();
  }

  /** What everything inside shares: the cluster's own life, where somebody said so. A new cluster starts empty. */
  lifetime(): pulumi.CustomResourceOptions {
    const { deletedWith } = this;
    return deletedWith === undefined ? {} : { deletedWith, replaceWith: [deletedWith] };
  }

  private namespace(namespace: string): ClusterObject {
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
    const previousNames = this.previousNames.map((name) => namespaceName(name, namespace));
    const opts = { ...this.lifetime(), parent: this, provider: this.provider, retainOnDelete: true };
    return new ClusterObject(namespaceName(this.clusterName, namespace), { object, previousNames }, opts);
  }

  /** The kubeconfig, if there is one. The provider would take the ambient kubeconfig for an empty one. */
  private present(kubeconfig: pulumi.Input<string>): pulumi.Input<string> {
    const check = (text: string | undefined) => {
      if (text !== undefined && text.trim() !== "") return text;
      throw mistake(`cluster "${this.clusterName}" has an empty kubeconfig`, this);
    };
    return pulumi.Output.isInstance(kubeconfig) || kubeconfig instanceof Promise
      ? pulumi.output(kubeconfig).apply(check)
      : check(kubeconfig);
  }
}

function namespaceName(cluster: string, namespace: string): string {
  return `${cluster}/Namespace/${namespace}`;
}
