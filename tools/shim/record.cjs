// What the last provision of the engine decided, and whether that still holds. Plain Node, because `npx pulumi` reads it
// before anything else runs: it must be fast and must not need a compiler.
const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "../..");
const RECORD = path.join(ROOT, "node_modules/.cache/flotilla/engine.json");
const MODULES = ["pulumi", "language"];
const SETTINGS = ["FLOTILLA_TOOLS", "FLOTILLA_CACHE", "XDG_CACHE_HOME", "HOME"];

/** Where the cache has an engine that was built. */
const BUILT = /[\\/]tools[\\/]pulumi-[0-9a-f]{16}[\\/]bin$/;

/** The user's own `pulumi` on PATH; what npm puts there for its scripts, this shim above all, does not count, nor does what is built here. */
function pulumiOnPath(env) {
  const names = process.platform === "win32" ? ["pulumi.exe", "pulumi.cmd"] : ["pulumi"];
  for (const folder of (env.PATH ?? "").split(path.delimiter)) {
    if (!path.isAbsolute(folder) || folder.split(path.sep).includes("node_modules") || BUILT.test(folder)) continue;
    for (const name of names) {
      const file = path.join(folder, name);
      if (fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
    }
  }
  return undefined;
}

/** The Go files that decide what is built from a module: all but tests. */
function goFiles(folder) {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /(^|[\\/])(go\.mod|go\.sum)$|(?<!_test)\.go$/.test(name))
    .map((name) => path.join(folder, name))
    .sort();
}

function stamp(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat ? `${file} ${stat.size} ${stat.mtimeMs}` : file;
}

/** Everything the decision depends on, as one string; cheap, so files count by size and time. */
function fingerprint(env) {
  const files = MODULES.flatMap((name) => goFiles(path.join(ROOT, "tools", name)));
  files.push(...["catalog.ts", "changes.ts", "engine.ts", "overlays.ts"].map((file) => path.join(ROOT, "tools", file)));
  const own = pulumiOnPath(env);
  return [...SETTINGS.map((name) => `${name}=${env[name] ?? ""}`), own ? stamp(own) : "", ...files.map(stamp)].join(
    "\n",
  );
}

/** The recorded engine, or undefined when there is none or when what it was decided from has changed. */
function readEngine(env) {
  try {
    const record = JSON.parse(fs.readFileSync(RECORD, "utf8"));
    if (record.fingerprint !== fingerprint(env) || !fs.existsSync(record.engine.pulumi)) return undefined;
    return record.engine;
  } catch {
    return undefined;
  }
}

/** Records an engine for the next run. */
function writeEngine(engine, env) {
  fs.mkdirSync(path.dirname(RECORD), { recursive: true });
  const scratch = `${RECORD}.${process.pid}`;
  fs.writeFileSync(scratch, JSON.stringify({ fingerprint: fingerprint(env), engine }));
  fs.renameSync(scratch, RECORD);
}

module.exports = { ROOT, goFiles, pulumiOnPath, readEngine, writeEngine };
