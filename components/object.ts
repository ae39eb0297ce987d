import * as pulumi from "@pulumi/pulumi";
import { SKIP_AWAIT } from "../plan/checked-kinds";
import type { Handling } from "../plan/handling";
import { DEFAULT_TIMEOUT_SECONDS } from "../plan/timeouts";
import { isRelease } from "../workloads/release";
import type { KubernetesObject, ObjectMeta } from "../workloads/types";
import { FORCE, handlingAnnotations, handlingOptions } from "./handling";
import { type Health, skipsAwait } from "./health";
import { OUTCOME } from "./outcome";
import { releaseInputs } from "./release";
import { earlierTypes, typeToken } from "./token";

/** What applies to every object of an Application. */
export interface DeliveryOptions {
  /** What has to be healthy before later steps start. Default: `workload`. */
  health?: Health | undefined;
  /** How long an object may take to become healthy after it was created or changed. Default: {@link DEFAULT_TIMEOUT_SECONDS}. */
  timeoutSeconds?: number | undefined;
}

/** Arguments of {@link ClusterObject}. */
export interface ClusterObjectArgs extends DeliveryOptions {
  /** The object, with its name and, if it is namespaced, its namespace. */
  object: KubernetesObject;
  /** Fields of the object that may be known only later; each takes the place of the object's own. Default: none. */
  fields?: pulumi.Inputs | undefined;
  /** What policies say about it. Default: nothing out of the ordinary. */
  handling?: Handling | undefined;
  /**
   * Whether fields that somebody else has set are set nevertheless; otherwise these are an error. Default: false, because the object
   * could be somebody else's.
   */
  force?: boolean | undefined;
  /** Whether everything in it is secret, because a value in it is. Default: false. */
  secret?: boolean | undefined;
  /** Logical names that the resource had before. */
  previousNames?: readonly string[];
}

/**
 * One Kubernetes object in one cluster, under the type that Pulumi's Kubernetes SDK gives it, but without loading that
 * SDK; or one Helm release. The data of a Secret stays secret in state, preview and logs.
 */
export class ClusterObject extends pulumi.CustomResource {
  /** Metadata as the cluster has it. */
  readonly metadata!: pulumi.Output<ObjectMeta>;

  constructor(name: string, args: ClusterObjectArgs, opts: pulumi.CustomResourceOptions = {}) {
    const { object, fields, handling, timeoutSeconds = DEFAULT_TIMEOUT_SECONDS, previousNames = [] } = args;
    const timeout = `${timeoutSeconds}s`;
    super(
      typeToken(object),
      name,
      {
        ...OUTCOME,
        ...(handling?.readOnly ? {} : { ...inputs(annotated(args), timeoutSeconds, args.secret), ...fields }),
      },
      {
        ...opts,
        ...(handling === undefined ? {} : handlingOptions(handling, object)),
        customTimeouts: { create: timeout, update: timeout },
        additionalSecretOutputs: secretFields(object, args.secret),
        aliases: aliases(object, previousNames),
      },
    );
  }
}

/** Fields of a Secret that hold its data. */
export const SECRET_FIELDS = ["data", "stringData"] as const;

function isSecret(object: KubernetesObject): boolean {
  return object.apiVersion === "v1" && object.kind === "Secret";
}

function secretFields(object: KubernetesObject, whole = false): string[] {
  if (whole) return Object.keys(object).filter((field) => field !== "apiVersion" && field !== "kind");
  return isSecret(object) ? [...SECRET_FIELDS] : [];
}

function inputs(object: KubernetesObject, timeoutSeconds: number, secret?: boolean): pulumi.Inputs {
  if (isRelease(object)) return releaseInputs(object, timeoutSeconds);
  const written = secretFields(object, secret).filter((field) => object[field] !== undefined);
  return { ...object, ...Object.fromEntries(written.map((field) => [field, pulumi.secret(object[field])])) };
}

/** The object with what the provider has to be told about it; annotations of its own win. */
function annotated({ object, handling, force = false, health = "workload" }: ClusterObjectArgs): KubernetesObject {
  const told = {
    ...(force ? FORCE : {}),
    ...(skipsAwait(object, health) ? { [SKIP_AWAIT]: "true" } : {}),
    ...(handling === undefined ? {} : handlingAnnotations(handling, object)),
  };
  if (Object.keys(told).length === 0) return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...told, ...object.metadata?.annotations } } };
}

/** Every earlier name and type, alone and together: a cluster may be renamed and upgraded at once. */
function aliases(object: KubernetesObject, previousNames: readonly string[]): pulumi.Alias[] {
  const types = earlierTypes(object).map((type) => ({ type }));
  const names = previousNames.map((name) => ({ name }));
  return [...names, ...types, ...names.flatMap((name) => types.map((type) => ({ ...name, ...type })))];
}
