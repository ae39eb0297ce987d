import { isDeepStrictEqual } from "node:util";
import { isObject } from "../model/json";
import { isRelease } from "../workloads/release";
import { type Auxiliary, type KubernetesObject, RenderError, type RenderedComponent } from "../workloads/types";

/** What says which chart is installed, and which files of this machine are read for it. */
const SOURCE = ["chart", "repositoryOpts", "keyring", "verify", "dependencyUpdate"];

/** Workload of component types that deliver whatever is written. */
const WRITTEN_OUT = "autodetects.core.oam.dev";

/** What a component is after its traits. */
interface Traited {
  workload: KubernetesObject;
  auxiliaries: readonly Auxiliary[];
}

/**
 * Refuses Helm releases that no component type for releases has made, and those whose chart a trait has changed: the checks of the
 * type would not hold for them, and a chart can be any folder of the machine that runs Pulumi.
 *
 * @throws RenderError
 */
export function refuseForgedReleases(type: { workload: string }, made: RenderedComponent, traited: Traited): void {
  const own = type.workload === WRITTEN_OUT ? [] : [made.workload, ...Object.values(made.outputs ?? {})];
  const others = traited.auxiliaries.map(({ object }) => object).filter((object) => !own.includes(object));
  const workload = own.length > 0 && sameSource(made.workload, traited.workload) ? [] : [traited.workload];
  if (![...workload, ...others].some(isRelease)) return;
  throw new RenderError("only a component of type helm can say which chart a Helm release has", [], "use type helm");
}

function sameSource(made: KubernetesObject, traited: KubernetesObject): boolean {
  if (!isRelease(made)) return false;
  return SOURCE.every((field) => isDeepStrictEqual(fieldOf(made.spec, field), fieldOf(traited.spec, field)));
}

function fieldOf(spec: unknown, field: string): unknown {
  return isObject(spec) ? spec[field] : undefined;
}
