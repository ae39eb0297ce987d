import { z } from "zod";
import { DURATION, durationSeconds } from "../../model/duration";
import { anyJson } from "../pod/schema";
import { kubernetesObject } from "../pod/sparse";
import { RELEASE } from "../release";
import { componentType, type RenderContext, RenderError } from "../types";
import { credentials } from "./helm-credentials";
import { nullIn } from "./null-in";
import { refused } from "./refused";

/** Longer names are refused by Helm. */
const LONGEST_NAME = 53;

const NO_NULL = "null removes no default of a chart: the provider leaves it out";

const polling = z.string().optional().describe("Accepted for compatibility; without effect: every run looks");
const checkOut = "check the repository out and give chart as a path";
const inValues = "write them into values";

/** Findings and the state quote the address, so there can be no password in it. */
const address = z
  .string()
  .regex(
    /^(?:(?:https?|oci):\/\/)?(?:\w[\w.-]*|\[[\da-fA-F:]+\])(?::\d+)?(?:\/[^\s@]*)?$/,
    "must be an address of http, https or oci without credentials",
  );

const CHART_IN_REPOSITORY = /^[A-Za-z0-9_][\w.-]*(?:\/[A-Za-z0-9_][\w.-]*)*$/;

const repoType = z.enum(["helm", "oci"], { error: `must be "helm" or "oci"; for anything else, ${checkOut}` });

const schema = z.object({
  chart: z
    .string()
    .min(1)
    .describe("Name of the chart; without `url` the path of a chart on this machine, from this file's folder"),
  url: address.optional().describe("Address of the chart repository, or of the folder in a registry for `oci`"),
  repoType: repoType.default("helm").describe("Kind of repository"),
  version: z.string().min(1).default("*").describe("Version of the chart, or a range of which the newest one is taken"),
  targetNamespace: z.string().min(1).optional().describe("Namespace of the release, also where a topology names one"),
  releaseName: z
    .string()
    .min(1)
    .optional()
    .describe("Name of the release; the component's when absent, after the target namespace"),
  values: z.record(z.string(), anyJson).optional().describe("Values of the chart"),
  secretRef: z
    .string()
    .optional()
    .describe(
      "Secret with `username` and `password` for the repository, in the Application's namespace of the hub or in the files",
    ),
  installTimeout: z
    .string()
    .regex(DURATION, "must be a duration such as 90s, 10m or 1h30m")
    .optional()
    .describe("How long the release's objects may take to become ready; the stack's `timeoutSeconds` when absent"),
  pullInterval: polling,
  interval: polling,
  timeout: polling,
  retries: z.int().optional().describe("Accepted for compatibility; without effect: the next run tries again"),
  upgradeCRD: z
    .literal(false, { error: "is not supported: Helm leaves existing CRDs alone" })
    .optional()
    .describe("Can only be false"),
  valuesFiles: refused(inValues),
  valuesFrom: refused(inValues),
  sourceName: refused("give the repository's url"),
  git: refused(checkOut),
  oss: refused(checkOut),
});

type Helm = z.infer<typeof schema>;

/**
 * `helm`: a Helm release. The object has what the Kubernetes provider's `Release` resource takes as its `spec`; the provider fetches
 * and renders the chart. Properties: those of KubeVela's addon `fluxcd`.
 */
export const helm = componentType({
  name: "helm",
  description: "A release of a Helm chart, from a repository or from this machine",
  workload: "releases.helm.sh",
  reads: true,
  schema,
  render(properties, context) {
    const { targetNamespace: namespace, values, installTimeout } = properties;
    const nothing = nullIn(values);
    if (nothing !== undefined) throw new RenderError(NO_NULL, ["values", ...nothing], "give the value to use instead");
    const chart =
      properties.url === undefined ? local(properties, context) : remote(properties, properties.url, context);
    const workload = kubernetesObject({
      ...RELEASE,
      metadata: { name: releaseName(properties, context), namespace },
      spec: { ...chart, values, timeout: installTimeout === undefined ? undefined : durationSeconds(installTimeout) },
    });
    return { workload };
  },
});

/** As Flux names releases. */
function releaseName({ releaseName, targetNamespace }: Helm, { name }: RenderContext): string {
  const full = releaseName ?? (targetNamespace === undefined ? name : `${targetNamespace}-${name}`);
  if (full.length <= LONGEST_NAME) return full;
  const message = `the release's name "${full}" has more than ${LONGEST_NAME} characters`;
  throw new RenderError(message, releaseName === undefined ? [] : ["releaseName"], "give a shorter one as releaseName");
}

/** The digest makes a release of a chart that changed without a new version. */
function local({ chart }: Helm, { outside }: RenderContext) {
  const path = outside.locate(chart, ["chart"]);
  const { digest } = outside.read({ from: "chart", path }, ["chart"]);
  return { chart: path, description: `chart ${digest}` };
}

function remote({ chart, repoType, version, secretRef }: Helm, url: string, context: RenderContext) {
  if (!CHART_IN_REPOSITORY.test(chart)) {
    const hint = "Helm would take a path for a chart on this machine; leave the url out if that is meant";
    throw new RenderError("chart must be the name of a chart in the repository", ["chart"], hint);
  }
  const login = secretRef === undefined ? undefined : credentials(secretRef, context);
  const wanted = version === "*" ? undefined : version;
  if (repoType === "helm") return { chart, version: wanted, repositoryOpts: { repo: url, ...login } };
  const registry = url.startsWith("oci://") ? url : `oci://${url}`;
  return { chart: `${registry.replace(/\/$/, "")}/${chart}`, version: wanted, repositoryOpts: login };
}
