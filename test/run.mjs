// Runs every check of the project, one after the other, and ends with one line: `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const scratch = mkdtempSync(join(tmpdir(), "flotilla-test-"));
const counts = { passed: 0, failed: 0 };

/** Runs a command with its output shown; whether it exited with 0. */
function run(title, command, ...args) {
  console.log(`\n== ${title}`);
  const { status } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  return status === 0;
}

/** A check that passes or fails as a whole. */
function check(title, ...command) {
  counts[run(title, ...command) ? "passed" : "failed"] += 1;
}

/** A project of vitest; each of its tests counts, and a run that breaks off counts as one failure more. */
function vitest(title, project) {
  const report = join(scratch, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const ok = run(title, "npx", "vitest", "run", "--project", project, ...reporters);
  const { numPassedTests = 0, numFailedTests = 0 } = readReport(report);
  counts.passed += numPassedTests;
  counts.failed += numFailedTests + (!ok && numFailedTests === 0 ? 1 : 0);
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

check("type check", "npx", "tsc", "--noEmit");
check("lint", "npx", "biome", "check", "--error-on-warnings", ".");
vitest("unit, golden and wiring tests", "unit");
check("tools: engine and local control planes", "npm", "run", "--silent", "tools");
vitest("end-to-end tests with the real engine on local clusters", "e2e");
rmSync(scratch, { recursive: true, force: true });

console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
