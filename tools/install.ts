import { parseArgs } from "node:util";
import { ensureControlPlane, ensureOcm } from "./controlplane";
import { ensureEngine } from "./engine";
import { runMain, ToolError } from "./errors";

const PARTS: Readonly<Record<string, () => Promise<unknown>>> = {
  engine: ensureEngine,
  clusters: ensureControlPlane,
  ocm: ensureOcm,
};

/** `npm run tools [-- --with ocm] [-- --only engine]`: provides the engine and what local clusters are made of. */
runMain(async () => {
  const options = { only: { type: "string", multiple: true }, with: { type: "string", multiple: true } } as const;
  const { values } = parseArgs({ options });
  const wanted = [...(values.only ?? ["engine", "clusters"]), ...(values.with ?? [])];
  const unknown = wanted.find((part) => !(part in PARTS));
  if (unknown !== undefined) throw new ToolError(`"${unknown}" is none of ${Object.keys(PARTS).join(", ")}.`);
  for (const part of wanted) await PARTS[part]?.();
});
