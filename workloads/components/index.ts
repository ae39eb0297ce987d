import type { ComponentType } from "../types";
import { cronTask } from "./cron-task";
import { daemon } from "./daemon";
import { k8sObjects } from "./k8s-objects";
import { raw } from "./raw";
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
];
