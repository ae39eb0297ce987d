import { parseImage } from "./images";
import { containersIn } from "./pods";
import { objectCheck } from "./types";

/** What `latest` is changes without anybody having delivered anything. */
export const imageTag = objectCheck({
  name: "image-tag",
  description: "Every image has a tag other than `latest`, or a digest",
  about: "objects",
  onlyProduction: true,
  parameters: {},
  check: (object) =>
    containersIn(object).flatMap(({ path, value: { image } }) => {
      if (typeof image !== "string") return [];
      const { tag, digest } = parseImage(image);
      if (digest !== undefined || (tag !== undefined && tag !== "latest")) return [];
      const problem = `is ${JSON.stringify(image)}, ${tag === undefined ? "without a tag" : "whose tag can be another image tomorrow"}`;
      return [{ path: [...path, "image"], problem, hint: "name a version or a digest" }];
    }),
});
