// What becomes one file: what Pulumi runs programs with, and this checkout's program. They share one copy of Pulumi's SDK.
exports.runPulumi = () => {
  require("./stack-traces.cjs")();
  require("@pulumi/pulumi/cmd/run");
};
exports.program = () => require("../../index.ts");
