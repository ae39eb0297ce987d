import type { ComponentType } from "../types";
import { cronTask } from "./cron-task";
import { daemon } from "./daemon";
import { helm } from "./helm";
import { k8sObjects } from "./k8s-objects";
import { kustomize } from "./kustomize";
import { raw } from "./raw";
import { refObjects } from "./ref-objects";
import { statefulset } from "./statefulset";
import { task } from "./task";
import { webservice } from "./webservice";
import { worker } from "./worker";

/** The component types that flotilla brings along. */
export const COMPONENTS: readonly ComponentType[] = [
  webservice,
  worker,
  statefulset,
  daemon,
  task,
  cronTask,
  k8sObjects,
  raw,
  refObjects,
  helm,
  kustomize,
];
