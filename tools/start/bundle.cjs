// A program of this checkout as one file of JavaScript with npm's packages in it, made by esbuild when a module or a package has
// changed: reading hundreds of modules one by one takes longer than all that most runs do with them.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

/** What else decides about the result. */
const MAKERS = ["tsconfig.json", "node_modules/.package-lock.json", "tools/start/bundle.cjs"];
/** What the first line of the file begins with; the rest of it is JSON. */
const HEADER = "// Made from: ";

/** Packages that are loaded as they are, only where they are needed. */
const EXTERNAL = ["@kubernetes/client-node", "@inquirer/select", "esbuild", "typescript", "ts-node"];

/**
 * What Pulumi's SDK loads to turn functions into text, for providers that are written in a program. flotilla has none of them.
 * By what they are required as: what they need to be while nobody uses them.
 */
const FOR_FUNCTIONS = {
  "@npmcli/arborist": "{}",
  "../../typescript-shim": "{}",
  // They change how V8 compiles, for all that is compiled later.
  "./closure/serializeClosure": "{}",
  "./closure/codePaths": "{}",
  // Starts Node.js's debugger, which then looks at every module that is loaded.
  "../../runtime/closure/v8Hooks": "{ isInitializedAsync: async () => {} }",
};

/** Reads a source map for each file in every stack trace, and each resource takes one. */
const FOR_STACK_TRACES = { "source-map-support/register": "{}" };

/** What programs do without. */
const LEFT_OUT = { ...FOR_FUNCTIONS, ...FOR_STACK_TRACES };

/**
 * A finished program of a checkout, the path that it has in stack traces, and a digest of what it was made from.
 *
 * @param root path of the checkout
 * @param entry path of the module in it that begins
 */
module.exports = async function readBundle(root, entry) {
  const file = path.join(root, "node_modules/.cache/flotilla", `${entry.replaceAll("/", "-")}.cjs`);
  return { file, ...(kept(root, file) ?? keep(file, await make(root, entry))) };
};

/** What was made from the modules as they are now, if anything was. */
function kept(root, file) {
  try {
    const code = fs.readFileSync(file, "utf8");
    const { modules, digest } = JSON.parse(code.slice(HEADER.length, code.indexOf("\n")));
    return digest === digestOf(root, modules) ? { code, digest } : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(root, modules) {
  const hash = createHash("sha256").update(root);
  for (const name of [...MAKERS, ...modules]) {
    const text = fs.readFileSync(path.join(root, name));
    hash.update(`${name}\0${text.length}\0`).update(text);
  }
  return hash.digest("hex");
}

async function make(root, entry) {
  const esbuild = require("esbuild");
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    external: EXTERNAL,
    platform: "node",
    format: "cjs",
    target: "node20",
    write: false,
    metafile: true,
    logLevel: "error",
    plugins: [WITHOUT_LEFT_OUT, IN_PLACE],
  });
  await esbuild.stop();
  const modules = Object.keys(metafile.inputs).filter(isOwn).sort();
  const digest = digestOf(root, modules);
  const header = `${HEADER}${JSON.stringify({ modules, digest })}\n`;
  return { code: header + outputFiles[0].text.replace(/^#!.*\n/, ""), digest };
}

/** npm's packages change only together with npm's list of them. */
function isOwn(module) {
  return !module.startsWith("node_modules/") && !module.startsWith(`${LEFT_OUT_NAMESPACE}:`);
}

const LEFT_OUT_NAMESPACE = "left-out";

/** Gives the packages of the program little modules for what they never use. */
const WITHOUT_LEFT_OUT = {
  name: "without left out",
  setup(build) {
    build.onResolve({ filter: /./ }, ({ path: request, importer }) => {
      const left = importer.includes("node_modules") && Object.hasOwn(LEFT_OUT, request);
      return left ? { path: request, namespace: LEFT_OUT_NAMESPACE } : undefined;
    });
    build.onLoad({ filter: /./, namespace: LEFT_OUT_NAMESPACE }, ({ path: request }) => ({
      contents: `module.exports = ${LEFT_OUT[request]};`,
    }));
  },
};

/**
 * V8 forgets who may ask for modules with `import()` when it has a program's compiled text, so what runs the program does it under
 * this name. By what stands for it in modules: packages that are loaded as they are, and what Pulumi's SDK hides from compilers.
 * Neither finds itself: this module is in the command line's file, where it makes programs too.
 */
const IMPORTS = [
  [/await import\("@/g, 'await importPackage("@'],
  [/\(0, eval\)\("u=>import\(u\)"\)/g, "importPackage"],
];

/** Modules that ask where they are get the answer that they would get on their own. */
const IN_PLACE = {
  name: "in place",
  setup(build) {
    build.onLoad({ filter: /\.c?[jt]s$/, namespace: "file" }, async ({ path: file }) => {
      const text = IMPORTS.reduce(
        (all, [found, put]) => all.replaceAll(found, put),
        await fs.promises.readFile(file, "utf8"),
      );
      const place = /\b__(file|dir)name\b/.test(text) ? { __filename: file, __dirname: path.dirname(file) } : {};
      const constants = Object.entries(place).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
      return {
        contents: `${constants.join(" ")} ${text.replace(/^#!.*/, "")}`,
        loader: file.endsWith("ts") ? "ts" : "js",
      };
    });
  },
};

/** Keeps what was made, where that is possible; a checkout that cannot be written to only starts more slowly. */
function keep(file, made) {
  const scratch = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(scratch, made.code);
    fs.renameSync(scratch, file);
  } catch {
    fs.rmSync(scratch, { force: true });
  }
  return made;
}
