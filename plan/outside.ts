import { posix } from "node:path";
import type { Application, Component } from "../model/application";
import type { Path } from "../model/findings";
import { writerOf } from "../model/source";
import { describeReference, type NotFound, type References } from "../workloads/references";
import { type Outside, RenderError } from "../workloads/types";

/** What a component sees of the world outside it: what was read before, and the places of the files it is written in. */
export function outsideOf(
  application: Application,
  component: Component,
  references: References,
  allowCrossNamespace: boolean,
): Outside {
  return {
    namespace: application.namespace,
    locate: (written, path) => (posix.isAbsolute(written) ? written : posix.join(folderOf(component, path), written)),
    read(reference, path) {
      if (!allowCrossNamespace && reference.from === "cluster" && reference.namespace !== application.namespace) {
        const where = `is not in the Application's own namespace "${application.namespace}"`;
        throw new RenderError(
          `${describeReference(reference)} ${where}, and crossing namespaces is switched off`,
          path,
          "leave the namespace out, or allow it with allowCrossNamespace: true",
        );
      }
      const found = references.get(reference) ?? NOT_TRIED;
      if ("objects" in found) return found;
      throw new RenderError(`${describeReference(reference)} ${found.problem}`, path, found.hint);
    },
  };
}

const NOT_TRIED: NotFound = { problem: "was not read before planning" };

/** The folder of the file that a property is written in: an override may lie elsewhere than the component. */
function folderOf(component: Component, path: Path): string {
  return posix.dirname(writerOf(component.origins, ["properties", ...path])?.source.file ?? "");
}
