// Stops the stack traces that Pulumi's SDK takes where nothing is wrong: 7 % of the program's CPU time over 30 clusters.
const debuggable = require("@pulumi/pulumi/runtime/debuggable");
const { Resource } = require("@pulumi/pulumi/resource");

module.exports = function stopStackTraces() {
  // Where each resource was made: always the same few places in the one file. The engine writes them all into the state.
  Resource.stackTrace = () => [];
  // Where each promise was made, four for each property of a resource: nobody is shown them, unless that is asked for.
  const { debuggablePromise, debugPromiseLeaks } = debuggable;
  if (!debugPromiseLeaks) debuggable.debuggablePromise = (...of) => withoutStackTraces(() => debuggablePromise(...of));
};

function withoutStackTraces(act) {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return act();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
