// Runs a program that is one file, with what V8 made of its text the last time: compiling takes longer than most programs run.
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");

/**
 * Runs a finished program as a CommonJS module, and returns what it exports. What V8 has compiled is kept beside the program at the end
 * of this process, for the next one.
 *
 * @param bundle as `readBundle` gives it
 */
module.exports = function execute({ file, code, digest }) {
  const store = `${file}.v8`;
  const cachedData = read(store, digest);
  const given = scopeOf(file);
  const script = new vm.Script(`(function (${Object.keys(given)}) {${code}\n})`, { filename: file, cachedData });
  if (cachedData === undefined || script.cachedDataRejected) {
    process.once("exit", () => write(store, digest, script.createCachedData()));
  }
  script.runInThisContext()(...Object.values(given));
  return given.module.exports;
};

/** What a module of CommonJS finds, and how it imports others. */
function scopeOf(file) {
  const module = { exports: {} };
  return {
    ...{ exports: module.exports, require: Module.createRequire(file), module },
    ...{ __filename: file, __dirname: path.dirname(file), importPackage: (name) => import(name) },
  };
}

/** V8 itself compares only the length of the text, so the digest of what the program was made from stands in front. */
function read(store, digest) {
  try {
    const content = fs.readFileSync(store);
    return content.toString("latin1", 0, digest.length) === digest ? content.subarray(digest.length) : undefined;
  } catch {
    return undefined;
  }
}

/** Where it cannot be kept, the next start only takes longer. */
function write(store, digest, data) {
  const scratch = `${store}.${process.pid}`;
  try {
    fs.writeFileSync(scratch, Buffer.concat([Buffer.from(digest, "latin1"), data]));
    fs.renameSync(scratch, store);
  } catch {
    fs.rmSync(scratch, { force: true });
  }
}
