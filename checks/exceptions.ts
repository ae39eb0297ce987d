import { z } from "zod";
import type { KubernetesObject } from "../workloads/types";

const named = z.string().min(1);

/** What a check lets through, and why. */
export const exceptionSchema = z
  .strictObject({
    check: named,
    /** `<namespace>/<name>`, or the name alone. */
    application: named.optional(),
    component: named.optional(),
    cluster: named.optional(),
    reason: named,
  })
  .superRefine(({ application, component, cluster }, context) => {
    if (application !== undefined || component !== undefined || cluster !== undefined) return;
    const message = "says not what it is for; name an application, a component or a cluster, or switch the check off";
    context.addIssue({ code: "custom", message });
  });

export type Exception = z.infer<typeof exceptionSchema>;

/** What violates a check. `application` and `component` are undefined for a cluster. */
export interface Offender {
  check: string;
  /** As `<namespace>/<name>`. */
  application?: string;
  component?: string;
  cluster: string;
}

/** Whether an exception is for an offender: for all that it names. */
export function isFor(exception: Exception, offender: Offender): boolean {
  const { check, application, component, cluster } = exception;
  return (
    check === offender.check &&
    (application === undefined || [offender.application, offender.application?.split("/")[1]].includes(application)) &&
    (component === undefined || component === offender.component) &&
    (cluster === undefined || cluster === offender.cluster)
  );
}

/** Before the name of a check, an annotation whose value is the reason. */
export const ANNOTATION_PREFIX = "ignore-check.flotilla/";

/** The reason with which an annotation excuses an object from a check; empty when it gives none, undefined without annotation. */
export function reasonOf(check: string, object: KubernetesObject | undefined): string | undefined {
  return object?.metadata?.annotations?.[`${ANNOTATION_PREFIX}${check}`]?.trim();
}
