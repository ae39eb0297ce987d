/** What a Pulumi program of one's own can use. */
export type { ResourceGraph } from "../plan/graph-types";
export {
  AckCluster,
  type AckClusterArgs,
  type AckNetworkArgs,
  type AckNodePoolArgs,
  type AckPodNetworkArgs,
} from "./ack-cluster";
export { Application, type ApplicationArgs } from "./application";
export { Cluster, type ClusterArgs } from "./cluster";
export { type DeliverArgs, type DocumentSource, deliver, readBefore } from "./deliver";
export { deliveredBefore, deliveredNow } from "./delivered";
export type { Health } from "./health";
export { ClusterObject, type ClusterObjectArgs, type DeliveryOptions } from "./object";
export type { PullArgs, PulledCluster } from "./ocm/library";
export { Placement, type PlacementArgs } from "./placement";
export { Registration, type RegistrationArgs } from "./registration";
