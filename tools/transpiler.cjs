// Makes JavaScript of TypeScript where ts-node runs the program, as Pulumi does: tsconfig.json names this file. Never checks
// types, which is what `npm run typecheck` is for; TypeScript's own compiler would take seconds of every start.
const { transformSync } = require("esbuild");

/** Called by ts-node, whose interface for transpilers this is. */
exports.create = () => ({
  transpile(input, { fileName }) {
    const { code, map } = transformSync(input, {
      loader: "ts",
      format: "cjs",
      target: "node20",
      sourcefile: fileName,
      sourcemap: "external",
    });
    return { outputText: code, sourceMapText: map };
  },
});
