import { describe, expect, it } from "vitest";
import { failure } from "../../tools/build";
import { compareVersions, goEnvironment, parseGoVersion, requiredGo } from "../../tools/go";
import { versionedSchema } from "../../tools/overlays";

describe("the Go toolchain", () => {
  it("is recognised", () => {
    expect(parseGoVersion("go version go1.26.8 linux/amd64")).toBe("1.26.8");
    expect(parseGoVersion("go version go1.21 darwin/arm64")).toBe("1.21");
    expect(parseGoVersion("no such thing")).toBeUndefined();
    expect(requiredGo("module x\n\ngo 1.26.0\n")).toBe("1.26.0");
  });

  it("is compared by number, not by letter", () => {
    expect(compareVersions("1.9", "1.21")).toBeLessThan(0);
    expect(compareVersions("1.26", "1.26.0")).toBe(0);
    expect(compareVersions("3.216.0", "3.200.0")).toBeGreaterThan(0);
  });

  it("stays the installed one unless that is too old", () => {
    expect(goEnvironment("1.26.8", "1.26.0", {}).GOTOOLCHAIN).toBe("local");
    expect(goEnvironment("1.24.1", "1.26.0", {}).GOTOOLCHAIN).toBe("auto");
  });

  it("does not take over flags that would change the result", () => {
    const env = goEnvironment("1.26.8", "1.26.0", {
      GOFLAGS: "-mod=vendor",
      GOWORK: "/a/go.work",
      GOPROXY: "https://p",
    });
    expect(env).toMatchObject({ GOFLAGS: "-buildvcs=false", GOWORK: "off", GOPROXY: "https://p" });
  });
});

describe("a failed build", () => {
  const tool = { name: "etcd", module: "etcd", package: "p", ldflags: "", usualSeconds: 1 } as const;

  it("shows the end of what the compiler said", () => {
    const lines = Array.from({ length: 40 }, (_, i) => `line ${i + 1}`);
    const message = failure(tool, `${lines.join("\n")}\n`);
    expect(message).toContain("building etcd failed:\nline 21\n");
    expect(message).toContain("line 40\n");
    expect(message).not.toContain("line 20\n");
  });

  it("says what to do", () => {
    expect(failure(tool, "link: signal: killed")).toContain("out of memory");
    expect(failure(tool, "dial tcp: lookup proxy.golang.org: no such host")).toContain("GOPROXY");
    expect(failure(tool, "undefined: x")).toContain("Run the same command again");
  });
});

describe("the provider's schema", () => {
  it("carries the version it is built as", () => {
    expect(JSON.parse(versionedSchema('{"name":"kubernetes"}', "4.25.0"))).toEqual({
      name: "kubernetes",
      version: "4.25.0",
    });
  });
});
