const Module = require("node:module");

/**
 * What Pulumi's SDK loads to turn functions into text, for providers that are written in a program. flotilla has none of them.
 * By what they are required as: what they need to be while nobody uses them.
 */
const FOR_FUNCTIONS = {
  "@npmcli/arborist": {},
  "../../typescript-shim": {},
  // Starts Node.js's debugger, which then looks at every module that is loaded.
  "../../runtime/closure/v8Hooks": { isInitializedAsync: async () => {} },
};

/** Reads a source map for each file in every stack trace, and each resource takes one. */
const FOR_STACK_TRACES = { "source-map-support/register": {} };

/** Makes `require` give empty modules for what the SDK loads and flotilla's program never uses. */
module.exports = function leaveOut() {
  const empty = { ...FOR_FUNCTIONS, ...FOR_STACK_TRACES };
  const load = Module._load;
  Module._load = function (request, ...rest) {
    return Object.hasOwn(empty, request) ? empty[request] : load.call(this, request, ...rest);
  };
};
