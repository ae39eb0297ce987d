const { spawn } = require("node:child_process");

/**
 * Runs a program in this one's place: same arguments, same stdio, same signals, same exit. An interrupt from a terminal
 * reaches the program anyway, and a second one would make Pulumi give up at once, so that one is not passed on.
 */
module.exports = function runInPlace(program, args, env) {
  const child = spawn(program, args, { stdio: "inherit", env });
  for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"]) {
    process.on(signal, () => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("error", (error) => {
    console.error(`error: cannot run ${program}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    if (signal === null) {
      process.exitCode = code;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
};
