/** Why a step type is refused, and what to do instead. */
interface Refusal {
  why: string;
  instead: string;
}

const scripts: Refusal = {
  why: "they run commands of any kind",
  instead: "run them in your pipeline before or after `pulumi up`, or write a step type of your own",
};
const addons: Refusal = { why: "there is no KubeVela to manage", instead: "remove the step" };
const configs: Refusal = {
  why: "there are no configurations without KubeVela",
  instead: "use a ConfigMap or Secret with apply-object, export2config or export2secret",
};
const terraform: Refusal = {
  why: "there is no Terraform controller",
  instead: "create cloud resources in a Pulumi program of your own, which uses flotilla as a library",
};
const builds: Refusal = {
  why: "images are not built while delivering",
  instead: "build in your pipeline, before `pulumi up`",
};
const applications: Refusal = {
  why: "an Application does not deliver others",
  instead: "give flotilla the files of all Applications, and use depends-on-app for their order",
};

/** KubeVela's step types that are known and refused, by name. */
export const REFUSED_STEP_TYPES: ReadonlyMap<string, Refusal> = new Map(
  Object.entries({
    "vela-cli": scripts,
    "addon-operation": addons,
    "restart-workflow": {
      why: "a workflow runs when `pulumi up` runs",
      instead: "change an annotation of the Application, and all its steps run again in the next `pulumi up`",
    },
    "apply-application": applications,
    "apply-application-in-parallel": applications,
    "apply-remaining": {
      why: "it depends on which steps came before",
      instead: "name the components with apply-component, or use a deploy step",
    },
    "apply-terraform-config": terraform,
    "apply-terraform-provider": terraform,
    "deploy-cloud-resource": terraform,
    "share-cloud-resource": terraform,
    "generate-jdbc-connection": terraform,
    "build-push-image": builds,
    "build-source-code": builds,
    "clean-jobs": { why: "nothing is deleted that was not delivered", instead: "set ttlSecondsAfterFinished on Jobs" },
    "clean-workflow-run-jobs": {
      why: "nothing is deleted that was not delivered",
      instead: "set ttlSecondsAfterFinished on Jobs",
    },
    "create-config": configs,
    "delete-config": configs,
    "list-config": configs,
    "read-config": configs,
    "export-data": { why: "it is for topologies of old versions", instead: "use export2config or export2secret" },
    "export-service": { why: "it is for topologies of old versions", instead: "use apply-object with a Service" },
    "collect-service-endpoints-wide": { why: "it is of old versions", instead: "use collect-service-endpoints" },
    "deploy-components": {
      why: "it is of a version that flotilla does not follow yet",
      instead: "use a deploy step per topology, each with an override that selects the components",
    },
    deploy2runtime: { why: "it is of old versions", instead: "use a deploy step" },
    "http-get-wait": { why: "it is of old versions", instead: "use request, or a step type of your own that waits" },
    "http-post": { why: "it is of old versions", instead: "use webhook or request" },
    "upload-to-bucket": { ...scripts, why: "it needs a source that only KubeVela has" },
    "chat-gpt": {
      why: "it sends objects to somebody else's service",
      instead: "use request, or a step type of your own",
    },
  }),
);
