import { describe, expect, it } from "vitest";
import { formatPath } from "../../model/findings";
import { parseFieldPath } from "../../policies/field-path";

describe("parseFieldPath", () => {
  it.each([
    ["spec.replicas", ["spec", "replicas"]],
    ["spec.template.spec.containers[0].resources", ["spec", "template", "spec", "containers", 0, "resources"]],
    ["metadata.annotations[example.com/owner]", ["metadata", "annotations", "example.com/owner"]],
    ["metadata.annotations['example.com/owner']", ["metadata", "annotations", "example.com/owner"]],
    ['data["config.yml"][2][3]', ["data", "config.yml", 2, 3]],
    ["data['0']", ["data", "0"]],
    ["*", ["*"]],
  ])("reads %s", (text, path) => {
    expect(parseFieldPath(text)).toEqual(path);
  });

  it.each(["", ".spec", "spec.", "a..b", "a[]", "a.[0]", "a[0", "a]", "a[0]b"])(
    "does not take %j for a path",
    (text) => {
      expect(parseFieldPath(text)).toBeUndefined();
    },
  );

  it("reads what formatPath writes, which is how the engine writes paths", () => {
    const path = ["spec", "a.b/c", 0, "x-y"];
    expect(parseFieldPath(formatPath(path))).toEqual(path);
  });
});
