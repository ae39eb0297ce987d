import { expect, it } from "vitest";
import { exitCodeOf } from "../../../cli/pods/exec";

const pod = { cluster: "c1", namespace: "n", component: "web", pod: "web-1", containers: ["main"], phase: "Running" };

it("a command's exit code is taken from the status that ends it", () => {
  const causes = [{ reason: "ExitCode", message: "7" }];
  expect(exitCodeOf({ status: "Success" }, pod)).toBe(0);
  expect(exitCodeOf({ status: "Failure", reason: "NonZeroExitCode", details: { causes } }, pod)).toBe(7);
});

it("a command that did not run is an error", () => {
  expect(() => exitCodeOf({ status: "Failure", message: "no such file: bash" }, pod)).toThrow(
    "exec in web-1 (cluster c1, namespace n, component web): no such file: bash",
  );
});
