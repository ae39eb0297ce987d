import { clusterCheck } from "./types";

/** An API server with a public address can be tried by anybody. */
export const ackPublicApi = clusterCheck({
  name: "ack-public-api",
  description: "No API server of an ACK cluster has a public address",
  about: "clusters",
  parameters: {},
  check({ create }) {
    if (create === undefined || create.settings.slbInternetEnabled === false) return [];
    const hint = "set it to false, and run flotilla where it reaches the cluster's network";
    return [{ path: ["slbInternetEnabled"], problem: "gives the API server a public address", hint }];
  },
});
