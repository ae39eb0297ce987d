import * as pulumi from "@pulumi/pulumi";
import { isObject } from "../model/json";
import type { KubernetesObject } from "../workloads/types";
import { mistake } from "./mistake";

/** What the provider takes beside a release's name and namespace. */
const FIELDS: ReadonlySet<string> = new Set([
  ...["allowNullValues", "atomic", "chart", "cleanupOnFail", "createNamespace", "dependencyUpdate", "description"],
  ...["devel", "disableCRDHooks", "disableOpenapiValidation", "disableWebhooks", "forceUpdate", "keyring", "lint"],
  ...["maxHistory", "recreatePods", "renderSubchartNotes", "replace", "repositoryOpts", "resetValues", "reuseValues"],
  ...["skipAwait", "skipCrds", "timeout", "values", "verify", "version", "waitForJobs"],
]);

/**
 * The inputs of the provider's `Release` resource. The password of a repository stays secret.
 *
 * @param timeoutSeconds how long the release's objects may take to become ready, unless the release says it itself
 * @throws RunError for what a trait has put into the release that no release has
 */
export function releaseInputs({ metadata, spec }: KubernetesObject, timeoutSeconds: number): pulumi.Inputs {
  const fields = isObject(spec) ? spec : {};
  const foreign = Object.keys(fields).find((field) => !FIELDS.has(field));
  if (foreign !== undefined) {
    throw mistake(
      `the Helm release "${metadata?.name}" cannot have ${foreign}: remove the trait that adds it, and use values`,
    );
  }
  const { repositoryOpts, ...rest } = fields;
  return {
    timeout: timeoutSeconds,
    ...rest,
    ...(isObject(repositoryOpts) ? { repositoryOpts: withSecretPassword(repositoryOpts) } : {}),
    name: metadata?.name,
    namespace: metadata?.namespace,
  };
}

function withSecretPassword(repository: pulumi.Inputs): pulumi.Inputs {
  const { password } = repository;
  return password === undefined ? repository : { ...repository, password: pulumi.secret(password) };
}
