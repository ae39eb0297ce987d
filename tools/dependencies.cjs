// Installs the project's dependencies when they are missing or not those of package-lock.json. Plain Node without any
// dependency, because it runs first. As a program: `node tools/dependencies.cjs`.
const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "..");
const MARK = path.join(ROOT, "node_modules/.cache/flotilla/installed");

function lockDigest() {
  return createHash("sha256")
    .update(fs.readFileSync(path.join(ROOT, "package-lock.json")))
    .digest("hex");
}

/** npm writes its own copy of the lock file first and the lock file last, within moments. */
function npmInstalledIt() {
  const copy = fs.statSync(path.join(ROOT, "node_modules/.package-lock.json"), { throwIfNoEntry: false });
  return copy !== undefined && copy.mtimeMs > fs.statSync(path.join(ROOT, "package-lock.json")).mtimeMs - 60_000;
}

/** Returns whether the dependencies are there; what goes wrong has been printed by npm. */
function ensureDependencies() {
  const digest = lockDigest();
  const mark = fs.existsSync(MARK) ? fs.readFileSync(MARK, "utf8") : undefined;
  if (mark === digest) return true;
  if (mark !== undefined || !npmInstalledIt()) {
    console.error("Installing dependencies with npm ci (usually less than a minute)");
    const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: ROOT, stdio: ["ignore", 2, 2] });
    if (status !== 0) return false;
  }
  fs.mkdirSync(path.dirname(MARK), { recursive: true });
  fs.writeFileSync(MARK, digest);
  return true;
}

module.exports = ensureDependencies;
if (require.main === module && !ensureDependencies()) process.exitCode = 1;
