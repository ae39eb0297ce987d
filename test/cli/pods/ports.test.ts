import { expect, it } from "vitest";
import { parsePorts } from "../../../cli/pods/ports";

it("ports are a pair, one for both, or any free one here", () => {
  expect(parsePorts(["8080:80", "443", ":5432"])).toEqual([
    { local: 8080, remote: 80 },
    { local: 443, remote: 443 },
    { local: 0, remote: 5432 },
  ]);
});

it("says everything that is no port", () => {
  expect(() => parsePorts(["http", "80", "1:0", "1:65536", "65536:1"])).toThrow(
    /^error: "http" .+\nerror: "1:0" .+\nerror: "1:65536" .+\nerror: "65536:1" names no ports \(write LOCAL:REMOTE/,
  );
});
