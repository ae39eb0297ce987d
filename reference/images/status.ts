import type { ApplicationStatus, DeliveredStatus, ObjectStatus } from "../../cli/status/types";

const NAME = "hello-world-server";

/** How many pods each cluster of the example has; of the last one's, one is not ready. */
const CLUSTERS = { "beijing-1": 3, "us-west-1": 5 } as const;

/** The example that the README shows, as `flotilla status` finds it while an update is on its way. */
export function exampleStatus(): ApplicationStatus {
  const objects = Object.entries(CLUSTERS).flatMap(([cluster, pods]): DeliveredStatus[] => {
    const place = { cluster, namespace: "default" };
    const isBehind = cluster === "us-west-1";
    return [
      { ...place, ...deployment(pods, isBehind) },
      { ...place, ...object("Service", NAME) },
      { ...place, ...object("Ingress", NAME, "Visiting URL: testsvc-mc.example.com") },
    ];
  });
  return {
    name: "example-app",
    namespace: "default",
    status: "unhealthy",
    steps: [],
    services: [],
    silent: [],
    skipped: [],
    objects,
  };
}

function deployment(pods: number, isBehind: boolean): ObjectStatus {
  const ready = `Ready:${isBehind ? pods - 1 : pods}/${pods}`;
  const all = ["2kq4v", "7xw9d", "b5mzt", "hn8rc", "s6jlp"].slice(0, pods).map((suffix, index) => {
    const isStarting = isBehind && index === pods - 1;
    return object("Pod", `${NAME}-6c9f7-${suffix}`, isStarting ? "Phase:Pending" : "Phase:Running", isStarting);
  });
  return object("Deployment", NAME, ready, isBehind, [object("ReplicaSet", `${NAME}-6c9f7`, ready, isBehind, all)]);
}

function object(kind: string, name: string, message = "", isBehind = false, owned: ObjectStatus[] = []): ObjectStatus {
  return { kind, name, health: isBehind ? "unhealthy" : "healthy", message, owned };
}
