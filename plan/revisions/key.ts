import type { Application } from "../../model/application";

/** `<namespace>/<name>` of an Application. */
export function applicationKey({ namespace, name }: Pick<Application, "namespace" | "name">): string {
  return `${namespace}/${name}`;
}
