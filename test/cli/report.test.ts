import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { reportErrors } from "../../cli/report";

let printed: string;
beforeEach(() => {
  printed = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    printed += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

describe("a command that fails", () => {
  it("says in a sentence what the system has refused, and to which file", async () => {
    await reportErrors(async () => writeFileSync("/nonexistent/report.html", ""));
    expect(printed).toBe("error: ENOENT: no such file or directory, open '/nonexistent/report.html'\n");
    expect(process.exitCode).toBe(1);
  });

  it("shows where it was when it is flotilla's own fault", async () => {
    const fault = new TypeError("a fault");
    await expect(reportErrors(() => Promise.reject(fault))).rejects.toBe(fault);
  });
});
