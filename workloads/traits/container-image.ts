import { z } from "zod";
import { forContainers, patchContainers } from "../patch/containers";
import { traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";

const shape = {
  image: z.string().describe("Image of the container"),
  imagePullPolicy: z
    .enum(["", "IfNotPresent", "Always", "Never"])
    .default("")
    .describe("When the node pulls the image; unchanged when empty"),
};

/** Trait `container-image`: images of containers. */
export const containerImage = traitType({
  name: "container-image",
  description: "Sets the image of containers",
  appliesTo: POD_WORKLOADS,
  schema: forContainers(shape),
  apply: (properties, context) =>
    patchContainers(
      properties,
      context,
      ({ image, imagePullPolicy }) => ({ image, imagePullPolicy: imagePullPolicy || undefined }),
      { image: { strategy: "retainKeys" }, imagePullPolicy: { strategy: "retainKeys" } },
    ),
});
