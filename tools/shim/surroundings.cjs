const startProviders = require("./providers.cjs");
const { makeScratch } = require("./scratch.cjs");

/**
 * What a run of the engine needs around it: a temporary folder of its own, and one process for its providers. The folder goes first: what
 * providers leave in it is the run's.
 *
 * @param engine as it was recorded
 * @returns the environment for the run, and what ends all of it
 */
module.exports = function surround(engine, args, env) {
  const scratch = makeScratch(env);
  const providers = startProviders(engine.provider, args, scratch.env);
  const end = () => {
    scratch.remove();
    providers.end();
  };
  return { env: providers.env, end };
};
