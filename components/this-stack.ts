import { getOrganization, getProject, getStack } from "@pulumi/pulumi";

/** The stack that is running, as `<organization>/<project>/<stack>`. */
export function thisStack(): string {
  return [getOrganization(), getProject(), getStack()].join("/");
}
