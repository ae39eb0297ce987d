/**
 * How many resources are worked on at the same time. Most of the time of a delivery goes into waiting for clusters, and the engine's
 * own default is made for computing: four for each core.
 */
const DEFAULTS = { PULUMI_PARALLEL: "64" };

/**
 * The environment for `npx pulumi`. What the demo left for its stack holds together, so it counts only where the user has
 * chosen neither a backend nor a stack; then a passphrase of the user's own, for other stacks, must not get in its way.
 */
module.exports = function shimEnvironment(env, demo, engine) {
  if (demo === undefined || env.PULUMI_BACKEND_URL || env.PULUMI_STACK) return { ...DEFAULTS, ...env, ...engine };
  const { PULUMI_CONFIG_PASSPHRASE: _, ...rest } = env;
  return { ...DEFAULTS, ...rest, ...demo, ...engine };
};
