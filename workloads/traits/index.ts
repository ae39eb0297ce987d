import type { TraitType } from "../types";
import { affinity } from "./affinity";
import { annotations } from "./annotations";
import { command } from "./command";
import { configmap } from "./configmap";
import { containerImage } from "./container-image";
import { containerPorts } from "./container-ports";
import { cpuscaler } from "./cpuscaler";
import { env } from "./env";
import { expose } from "./expose";
import { gateway } from "./gateway";
import { hostalias } from "./hostalias";
import { hpa } from "./hpa";
import { ingress, ingress120 } from "./ingress";
import { initContainer } from "./init-container";
import { jsonMergePatch } from "./json-merge-patch";
import { jsonPatch } from "./json-patch";
import { k8sUpdateStrategy } from "./k8s-update-strategy";
import { labels } from "./labels";
import { lifecycle } from "./lifecycle";
import { nodeAffinity } from "./node-affinity";
import { podSecurityContext } from "./podsecuritycontext";
import { pureIngress } from "./pure-ingress";
import { pvc } from "./pvc";
import { resource } from "./resource";
import { scaler } from "./scaler";
import { securityContext } from "./securitycontext";
import { serviceAccount } from "./service-account";
import { serviceBinding } from "./service-binding";
import { sidecar } from "./sidecar";
import { startupProbe } from "./startup-probe";
import { storage } from "./storage";
import { topologySpreadConstraints } from "./topologyspreadconstraints";
import { volumes } from "./volumes";

/** Every built-in trait type. */
export const TRAITS: readonly TraitType[] = [
  affinity,
  annotations,
  command,
  configmap,
  containerImage,
  containerPorts,
  cpuscaler,
  env,
  expose,
  gateway,
  hostalias,
  hpa,
  ingress,
  ingress120,
  initContainer,
  jsonMergePatch,
  jsonPatch,
  k8sUpdateStrategy,
  labels,
  lifecycle,
  nodeAffinity,
  podSecurityContext,
  pureIngress,
  pvc,
  resource,
  scaler,
  securityContext,
  serviceAccount,
  serviceBinding,
  sidecar,
  startupProbe,
  storage,
  topologySpreadConstraints,
  volumes,
] as TraitType[];
