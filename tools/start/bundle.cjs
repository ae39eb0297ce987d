// A program of this checkout as one file of JavaScript, made by esbuild and kept beside npm's packages for as long as none of its
// modules changes: reading hundreds of modules one by one takes longer than all that most runs do with them.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

/** What else decides about the result. */
const MAKERS = ["tsconfig.json", "node_modules/esbuild/package.json", "tools/start/bundle.cjs"];
/** What the first line of the file begins with; the rest of it is JSON. */
const HEADER = "// Made from: ";

/**
 * A finished program of a checkout, and the path that it has in stack traces.
 *
 * @param root path of the checkout
 * @param entry path of the module in it that begins
 */
module.exports = async function readBundle(root, entry) {
  const file = path.join(root, "node_modules/.cache/flotilla", `${entry.replaceAll("/", "-")}.cjs`);
  return { file, code: kept(root, file) ?? keep(file, await make(root, entry)) };
};

/** What was made from the modules as they are now, if anything was. */
function kept(root, file) {
  try {
    const code = fs.readFileSync(file, "utf8");
    const { modules, digest } = JSON.parse(code.slice(HEADER.length, code.indexOf("\n")));
    return digest === digestOf(root, modules) ? code : undefined;
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
    packages: "external",
    platform: "node",
    format: "cjs",
    target: "node20",
    write: false,
    metafile: true,
    plugins: [OWN_PLACE],
  });
  await esbuild.stop();
  const modules = Object.keys(metafile.inputs).sort();
  const header = `${HEADER}${JSON.stringify({ modules, digest: digestOf(root, modules) })}\n`;
  return header + outputFiles[0].text.replace(/^#!.*\n/, "");
}

/** Modules that ask where they are get the answer that they would get on their own. */
const OWN_PLACE = {
  name: "own place",
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const text = await fs.promises.readFile(file, "utf8");
      if (!/\b__(file|dir)name\b/.test(text)) return undefined;
      const place = { __filename: file, __dirname: path.dirname(file) };
      const constants = Object.entries(place).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
      return { contents: `${constants.join(" ")} ${text.replace(/^#!.*/, "")}`, loader: "ts" };
    });
  },
};

/** Keeps what was made, where that is possible; a checkout that cannot be written to only starts more slowly. */
function keep(file, code) {
  const scratch = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(scratch, code);
    fs.renameSync(scratch, file);
  } catch {
    fs.rmSync(scratch, { force: true });
  }
  return code;
}
