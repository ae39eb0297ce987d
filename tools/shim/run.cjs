const { spawn } = require("node:child_process");

/** What the pinned engine exits with after any error, Ctrl-C among them: -1. */
const ENGINE_FAILED = 255;

/** What people, and their scripts, expect. */
const FAILED = 1;
const INTERRUPTED = 130;

const SIGNALS = ["SIGTERM", "SIGHUP", "SIGINT"];

/**
 * A program that lives through the end of its terminal, of which it is told as of any other request to end. Pulumi itself would end at once,
 * without saving its state, and leave the stack locked.
 */
function deafToHangup(program, args) {
  if (process.platform === "win32") return [program, args];
  return ["/bin/sh", ["-c", 'trap "" HUP; exec "$0" "$@"', program, ...args]];
}

/**
 * Runs a program in this one's place: same arguments, same stdio, same signals. An interrupt from a terminal reaches the program anyway, and a
 * second one would make Pulumi give up at once, so that one is not passed on. Resolves at its end to how it has ended: what to exit with, the
 * signal that has ended it, whether it has failed by itself, so that nobody has ended it, and which process it was.
 */
function runInPlace(program, args, env) {
  const child = spawn(...deafToHangup(program, args), { stdio: "inherit", env });
  let ended;
  const pass = (signal) => {
    // A terminal that ends tells this process and whoever runs it, which passes it on: a second request would make Pulumi give up.
    if (signal === "SIGHUP" && ended !== undefined) return;
    ended = signal;
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(`error: cannot run ${program}: ${error.message}`);
      resolve({ code: FAILED, signal: null, failed: false });
    });
    child.on("exit", (code, signal) => {
      const failed = code !== 0 && signal === null && ended === undefined;
      resolve({ code: exitCode(code, ended ?? signal), signal, failed, pid: child.pid });
    });
  }).finally(() => {
    for (const signal of SIGNALS) process.off(signal, pass);
  });
}

function exitCode(code, ended) {
  if (code !== null && code !== ENGINE_FAILED) return code;
  return ended === "SIGINT" ? INTERRUPTED : FAILED;
}

/** Lets this process end as the program has that was run in its place. */
function endLike({ code, signal }) {
  // Node.js lives through some signals: that of a reader who has gone away, as `head` does, must not pass for a success.
  process.exitCode = code;
  if (signal !== null) process.kill(process.pid, signal);
}

module.exports = { INTERRUPTED, runInPlace, endLike };
