/** The name of a policy: `<type>-auto-gen-<index>` when the document gives none, as in KubeVela. */
export function policyName(name: unknown, type: string, index: number): string {
  return typeof name === "string" && name !== "" ? name : `${type}-auto-gen-${index}`;
}

/** The name of a step: `step-<index>`, for sub-steps `step-<index>-<index>`, when the document gives none, as in KubeVela. */
export function stepName(name: unknown, ...indices: number[]): string {
  return typeof name === "string" && name !== "" ? name : ["step", ...indices].join("-");
}
