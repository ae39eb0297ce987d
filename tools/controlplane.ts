import { ensureTools } from "./build";
import { CONTROL_PLANE_TOOLS, type ControlPlaneTool, OCM_TOOLS, type OcmTool } from "./catalog";

/** Paths of the programs a local cluster is made of, by name. */
export type ControlPlaneBinaries = Readonly<Record<ControlPlaneTool, string>>;

/** Paths of Open Cluster Management's programs. */
export type OcmBinaries = Readonly<Record<OcmTool, string>>;

/** Provides the programs of local clusters, building what is missing. Throws a `ToolError` when it cannot. */
export function ensureControlPlane(): Promise<ControlPlaneBinaries> {
  return ensureTools(CONTROL_PLANE_TOOLS);
}

/** Provides Open Cluster Management's programs, building what is missing. Throws a `ToolError` when it cannot. */
export function ensureOcm(): Promise<OcmBinaries> {
  return ensureTools(OCM_TOOLS);
}
