#!/usr/bin/env node
// `npx pulumi`: the user's own Pulumi where there is one, otherwise the pinned engine, built on first use.
const { endLike } = require("./run.cjs");
const runEngine = require("./run-engine.cjs");

// Packages ask for `pulumi plugin install` while npm installs them: too early to build anything, and the engine or this
// project's tools bring the plugin anyway.
if (process.env.npm_lifecycle_event === "install") process.exit(0);

runEngine(process.argv.slice(2), process.env).then(endLike, ({ message }) => {
  console.error(`error: ${message}`);
  process.exitCode = 1;
});
