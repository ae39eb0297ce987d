const { spawn } = require("node:child_process");

/** What the pinned engine exits with after any error, Ctrl-C among them: -1. */
const ENGINE_FAILED = 255;

/** What people, and their scripts, expect. */
const FAILED = 1;
const INTERRUPTED = 130;

/**
 * Runs a program in this one's place: same arguments, same stdio, same signals, same exit. An interrupt from a terminal reaches the program
 * anyway, and a second one would make Pulumi give up at once, so that one is not passed on. `done` is called at its end, and told whether it
 * has failed by itself: nobody has ended it.
 */
module.exports = function runInPlace(program, args, env, done = () => {}) {
  const child = spawn(program, args, { stdio: "inherit", env });
  let ended;
  for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"]) {
    process.on(signal, () => {
      ended = signal;
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("error", (error) => {
    done(false);
    console.error(`error: cannot run ${program}: ${error.message}`);
    process.exitCode = FAILED;
  });
  child.on("exit", (code, signal) => {
    done(code !== 0 && signal === null && ended === undefined);
    if (signal === null) {
      const failed = ended === "SIGINT" ? INTERRUPTED : FAILED;
      process.exitCode = code === ENGINE_FAILED ? failed : code;
      return;
    }
    process.removeAllListeners(signal);
    // Node.js lives through some: that of a reader who has gone away, as `head` does, must not pass for a success.
    process.exitCode = FAILED;
    process.kill(process.pid, signal);
  });
};
