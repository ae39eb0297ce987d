import type { z } from "zod";
import type { Finding, Path } from "../model/findings";

/** Something wrong or worth a look inside a policy's properties; the planner adds file and position. */
export interface Problem extends Pick<Finding, "severity" | "code" | "message" | "hint"> {
  /** Path from the policy's properties. */
  path: Path;
}

/** A policy type: the name people write in `policies[].type` and what its properties may be. */
export interface PolicyType<P = unknown> {
  name: string;
  description: string;
  schema: z.ZodType<P>;
}

/** Declares a policy type; only there so that `P` is inferred from the schema. */
export function policyType<P>(type: PolicyType<P>): PolicyType<P> {
  return type;
}
