import { z } from "zod";
import { componentType, RenderError } from "../types";
import { refused } from "./refused";
import { severalObjects } from "./several-objects";

const noRepository = refused("a kustomization is read from this machine: check the repository out and give its path");

/** `kustomize`: what kustomize builds from a folder, delivered as `k8s-objects` are. */
export const kustomize = componentType({
  name: "kustomize",
  description: "The objects that kustomize builds from a folder on this machine; traits apply to the first",
  workload: "autodetects.core.oam.dev",
  reads: true,
  schema: z.object({
    path: z
      .string()
      .min(1)
      .describe("Folder with a `kustomization.yaml`, from the folder of the file this is written in"),
    url: noRepository,
    repoType: noRepository,
    git: noRepository,
    oss: noRepository,
    secretRef: noRepository,
    imageRepository: noRepository,
    targetNamespace: refused("write `namespace` into the kustomization, or into a topology policy"),
    suspend: refused("remove the component instead, or hold its step"),
  }),
  render({ path }, { outside }) {
    const folder = outside.locate(path, ["path"]);
    const { objects } = outside.read({ from: "kustomization", folder }, ["path"]);
    return severalObjects(objects, new RenderError(`the kustomization in "${folder}" builds no objects`, ["path"]));
  },
});
