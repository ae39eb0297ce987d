#!/usr/bin/env node
// `npx flotilla`: the command line of this checkout.
const path = require("node:path");
const { ROOT } = require("./record.cjs");
const runInPlace = require("./run.cjs");

const loader = require.resolve("tsx", { paths: [ROOT] });
runInPlace(
  process.execPath,
  ["--import", loader, path.join(ROOT, "cli/main.ts"), ...process.argv.slice(2)],
  process.env,
);
