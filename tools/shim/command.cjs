// What a command line asks of the engine.
const { parseArgs } = require("node:util");

const OPTIONS = {
  stack: { type: "string", short: "s" },
  cwd: { type: "string", short: "C" },
  color: { type: "string" },
  "config-file": { type: "string" },
};

/** A command's name with what follows it, and the stack, the folder and the stack's file that options name. */
module.exports = function commandOf(args) {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, strict: false, allowPositionals: true });
  return { words: positionals, stack: values.stack, cwd: values.cwd, config: values["config-file"] };
};
