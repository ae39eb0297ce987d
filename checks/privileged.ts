import { isObject } from "../model/json";
import { containersIn, type Part, partsIn, podSpecOf } from "./pods";
import { objectCheck, type Violation } from "./types";

const HOST_NAMESPACES = ["hostNetwork", "hostPID", "hostIPC"];

/** What breaks out of a container. A part of the baseline of the Kubernetes Pod Security Standards. */
export const privileged = objectCheck({
  name: "privileged",
  description: "No container is privileged, and no pod has namespaces or folders of its node",
  about: "objects",
  parameters: {},
  check(object) {
    const pod = podSpecOf(object);
    return pod === undefined ? [] : [...hostAccess(pod), ...containersIn(object).flatMap(privileges)];
  },
});

function hostAccess(pod: Part): Violation[] {
  const namespaces = HOST_NAMESPACES.filter((field) => pod.value[field] === true).map((field) => ({
    path: [...pod.path, field],
    problem: "gives the pod a namespace of its node",
    hint: "remove it",
  }));
  const folders = partsIn(pod, "volumes").flatMap(({ path, value }) => {
    if (value.hostPath === undefined || value.hostPath === null) return [];
    const hint = "take another kind of volume, such as a claim or emptyDir";
    return [{ path: [...path, "hostPath"], problem: "gives the pod a folder of its node", hint }];
  });
  return [...namespaces, ...folders];
}

function privileges({ path, value }: Part): Violation[] {
  if (!isObject(value.securityContext) || value.securityContext.privileged !== true) return [];
  const hint = "remove it, or add the capabilities that are needed";
  return [
    { path: [...path, "securityContext", "privileged"], problem: "gives the container all rights on its node", hint },
  ];
}
