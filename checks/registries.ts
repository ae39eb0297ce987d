import { z } from "zod";
import { parseImage } from "./images";
import { containersIn } from "./pods";
import { objectCheck } from "./types";

/** Images come only from where somebody looks after them. */
export const registries = objectCheck({
  name: "registries",
  description: "Every image comes from an allowed registry",
  about: "objects",
  parameters: {
    allowed: z
      .array(z.string().min(1))
      .min(1)
      .describe("Registries, or folders in them: `registry.example`, `docker.io/library`"),
  },
  check: (object, { allowed }) =>
    containersIn(object).flatMap(({ path, value: { image } }) => {
      if (typeof image !== "string") return [];
      const { repository } = parseImage(image);
      if (allowed.some((registry) => isIn(repository, registry))) return [];
      const problem = `is ${JSON.stringify(image)}, from ${repository.split("/")[0]}`;
      return [{ path: [...path, "image"], problem, hint: `take it from ${allowed.join(" or ")}` }];
    }),
});

function isIn(repository: string, registry: string): boolean {
  const folder = registry.replace(/\/+$/, "");
  return repository === folder || repository.startsWith(`${folder}/`);
}
