import { describe, expect, it } from "vitest";
import type { Path } from "../../../model/findings";
import type { SourceDocument } from "../../../model/source";
import { readYaml } from "../../../model/yaml/read";

function source(text: string, index = 0): SourceDocument {
  const found = readYaml("a.yaml", text).sources[index];
  if (found === undefined) throw new Error("no such document");
  return found;
}

function place(document: SourceDocument, path: Path, what?: "key" | "value"): string {
  const position = document.locate(path, what);
  return `${position?.line}:${position?.column}`;
}

describe("places in a document", () => {
  const text = source(`# comment
spec:
  components:
    - name: web
      ports: [80, 443]
    - name: db
  empty:
`);

  it.each<[Path, string, string]>([
    [[], "2:1", "2:1"],
    [["spec"], "3:3", "2:1"],
    [["spec", "components"], "4:5", "3:3"],
    [["spec", "components", 0], "4:7", "4:7"],
    [["spec", "components", 0, "ports", 1], "5:19", "5:19"],
    [["spec", "components", 1, "name"], "6:13", "6:7"],
    [["spec", "empty"], "7:9", "7:3"],
  ])("%j is at %s, its key at %s", (path, value, key) => {
    expect(text.has(path)).toBe(true);
    expect(place(text, path)).toBe(value);
    expect(place(text, path, "key")).toBe(key);
  });

  it.each<[Path, string]>([
    [["spec", "components", 1, "type"], "6:7"],
    [["spec", "components", 2], "4:5"],
    [["spec", "components", "0"], "4:5"],
    [["spec", "components", 0, "ports", 1, "deeper"], "5:19"],
    [["metadata", "name"], "2:1"],
    [["toString"], "2:1"],
  ])("%j is not there; the nearest above it is at %s", (path, nearest) => {
    expect(text.has(path)).toBe(false);
    expect(place(text, path)).toBe(nearest);
    expect(place(text, path, "key")).toBe(nearest);
  });

  it("are those in the file, in later documents too", () => {
    expect(place(source("a: 1\n---\n\nb:\n  - 2\n", 1), ["b", 0])).toBe("5:5");
  });

  it("lead through aliases and merge keys", () => {
    const document = source(`a: &a
  x: 1
b: *a
c:
  <<: [*a, {v: 2}]
  z: 3
`);
    expect(place(document, ["b"])).toBe("3:4");
    expect(place(document, ["b", "x"])).toBe("2:6");
    expect(place(document, ["c", "x"])).toBe("2:6");
    expect(place(document, ["c", "v"], "key")).toBe("5:13");
    expect(place(document, ["c", "z"])).toBe("6:6");
    expect(document.has(["c", "w"])).toBe(false);
  });

  it("are found for keys as Kubernetes reads them", () => {
    expect(place(source("0777: a\ntrue: b\n"), ["511"])).toBe("1:7");
    expect(place(source("0777: a\ntrue: b\n"), ["true"])).toBe("2:7");
  });
});
