import { expect, it } from "vitest";
import { treeText } from "../../../cli/status/tree";
import type { ApplicationStatus, DeliveredStatus, ObjectStatus } from "../../../cli/status/types";

function object(kind: string, name: string, message = "", owned: ObjectStatus[] = []): ObjectStatus {
  return { kind, name, health: message.includes("0/") ? "unhealthy" : "healthy", message, owned };
}

function delivered(cluster: string, namespace: string, one: ObjectStatus): DeliveredStatus {
  return { cluster, namespace, ...one };
}

function application(...objects: DeliveredStatus[]): ApplicationStatus {
  const nothing = { steps: [], services: [], silent: [], skipped: [] };
  return { name: "shop", namespace: "default", status: "running", ...nothing, objects };
}

it("the tree goes from clusters over namespaces and objects to what was made for them", () => {
  const pods = [object("Pod", "web-1", "Phase:Running"), object("Pod", "web-2", "Phase:Running")];
  const old = object("ReplicaSet", "web-old", "Ready:0/1", [object("Pod", "web-0", "Ready:0/1")]);
  const web = object("Deployment", "web", "Ready:2/2", [old, object("ReplicaSet", "web-new", "Ready:2/2", pods)]);
  const text = treeText(
    application(
      delivered("beijing-1", "default", web),
      delivered("beijing-1", "default", object("Service", "web")),
      delivered("beijing-1", "other", object("ConfigMap", "settings")),
      delivered("b2", "default", { ...object("ConfigMap", "settings", "no answer within 5 s"), health: "unknown" }),
    ),
    (health, text) => (health === "healthy" ? text : `<${text}>`),
  );
  expect(text).toBe(`default/shop
CLUSTER       NAMESPACE     RESOURCE               STATUS
beijing-1 ─┬─ default   ─┬─ Deployment/web         Healthy Ready:2/2
           │             │  ├─ ReplicaSet/web-old  <Unhealthy Ready:0/1>
           │             │  │  └─ Pod/web-0        <Unhealthy Ready:0/1>
           │             │  └─ ReplicaSet/web-new  Healthy Ready:2/2
           │             │     ├─ Pod/web-1        Healthy Phase:Running
           │             │     └─ Pod/web-2        Healthy Phase:Running
           │             └─ Service/web            Healthy
           └─ other     ─── ConfigMap/settings     Healthy
b2        ─── default   ─── ConfigMap/settings     <Unknown no answer within 5 s>
`);
});
