// Makes JavaScript of TypeScript where ts-node runs the program, as Pulumi does: tsconfig.json names this file. Never checks
// types, which is what `npm run typecheck` is for; TypeScript's own compiler would take seconds of every start.
const { transformSync } = require("esbuild");

/** `import("./a")`: Node.js itself finds no TypeScript, so it has to become `require`. Of packages it stays, for ES modules. */
const OWN_FILE_LATER = /\bimport\("\.{1,2}\//;

/** Called by ts-node, whose interface for transpilers this is. */
exports.create = () => ({
  transpile(input, { fileName }) {
    const { code, map } = transformSync(input, {
      loader: "ts",
      format: "cjs",
      target: "node20",
      supported: { "dynamic-import": !OWN_FILE_LATER.test(input) },
      sourcefile: fileName,
      sourcemap: "external",
    });
    return { outputText: code, sourceMapText: map };
  },
});
