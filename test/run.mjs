// Runs every check of the project, one after the other, and ends with one line: `N passed, N failed`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join, relative } from "node:path";

/** What one run of the end-to-end tests takes at most, with its clusters and the engine. */
const BYTES_OF_A_RUN = 6e9;

const scratch = mkdtempSync(join(tmpdir(), "flotilla-test-"));
let passed = 0;

/** What failed, by name: told again at the end, where nobody has to look for it. */
const failures = [];

/** Runs a command with its output shown; whether it exited with 0. */
async function run(command, ...args) {
  const [code] = await once(spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] }), "close");
  return code === 0;
}

/** A check that passes or fails as a whole. */
async function check(title, ...command) {
  console.log(`\n== ${title}`);
  if (await run(...command)) passed += 1;
  else failures.push(title);
}

/** A project of vitest, in parts that run side by side; each test counts, and a part that breaks off counts as one failure more. */
async function vitest(title, project, parts = 1) {
  console.log(`\n== ${title}${parts > 1 ? `, in ${parts} parts side by side` : ""}`);
  await Promise.all(Array.from({ length: parts }, (_, index) => part(project, `${index + 1}/${parts}`)));
}

async function part(project, shard) {
  const report = join(scratch, `${project}-${shard.replace("/", "-")}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const ok = await run("npx", "vitest", "run", "--project", project, `--shard=${shard}`, ...reporters);
  const files = readReport(report).testResults;
  const failed = files.flatMap(failedOf);
  passed += files
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "passed").length;
  failures.push(...(ok || failed.length > 0 ? failed : [`${project} ${shard} broke off`]));
}

/** The failed tests of a file; the file itself when it failed outside of them. */
function failedOf({ name, status, assertionResults }) {
  const file = relative("", name);
  const failed = assertionResults
    .filter((test) => test.status === "failed")
    .map(({ fullName }) => `${file}: ${fullName}`);
  return status === "failed" && failed.length === 0 ? [file] : failed;
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { testResults: [] };
  }
}

await check("type check", "npx", "tsc", "--noEmit");
await check("lint", "npx", "biome", "check", "--error-on-warnings", ".");
await vitest("unit, golden and wiring tests", "unit");
await check("tools: engine and local control planes", "npm", "run", "--silent", "tools");
// Each part has clusters of its own. Most of its time is waiting for them.
const parts = availableParallelism() > 1 && totalmem() > 2 * BYTES_OF_A_RUN ? 2 : 1;
await vitest("end-to-end tests with the real engine on local clusters", "e2e", parts);
rmSync(scratch, { recursive: true, force: true });

if (failures.length > 0) console.log(["", "failed:", ...failures].join("\n- "));
console.log(`\n${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
