import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { json } from "../../../cli/output";
import { html } from "../../../report/render/html/page";
import { MARKER, MAX_CHARACTERS, markdown } from "../../../report/render/markdown";
import { terminal } from "../../../report/render/terminal";
import { reportOf, totalOf } from "../../../report/report";
import { changesReport } from "../recorded";
import { anyPreview, fleet, step } from "../synthetic";

const plain = (_: unknown, text: string) => text;

describe("a report in a terminal", () => {
  it("reads like a list, in which many equal changes are one", () => {
    const lines = terminal(changesReport(), plain).split("\n");
    expect(lines).toContain("  ~  Deployment default/web  in beijing-1, beijing-2");
    expect(lines).toContain(
      '       spec.template.spec.containers[web].image: "registry.example/web:1" -> "registry.example/web:2"',
    );
    expect(
      lines.some((line) =>
        /^default\/shop {2}last {2}held: .* npx flotilla workflow resume default\/shop last$/.test(line),
      ),
    ).toBe(true);
    expect(lines).toContain("In all: 4 updated, 2 replaced, 4 deleted, in 2 clusters. 1 step is held.");
  });

  it("says so when nothing changes", () => {
    expect(terminal(reportOf({ steps: [], diagnostics: [] }), plain)).toBe("Nothing changes.\n");
  });

  it("names a few of many clusters", () => {
    const { preview, facts } = fleet(500, 1);
    expect(terminal(reportOf(preview, facts), plain)).toContain(
      "ConfigMap object-0  in cluster-1, cluster-2, cluster-3, cluster-4 and 496 more",
    );
  });
});

describe("clusters that are skipped", () => {
  const skipped = [{ cluster: "c|3", since: "2020-01-01T00:00:00Z", reason: "connect <ECONNREFUSED>" }];
  const { preview, facts } = fleet(2, 1);
  const report = reportOf(preview, { ...facts, skipped });

  it("are told by themselves, and are not among those that stay the same", () => {
    expect(report.clusters.map(({ name, state }) => [name, state])).toEqual([
      ["cluster-1", "stays"],
      ["cluster-2", "stays"],
      ["c|3", "skipped"],
    ]);
    expect(terminal(report, plain)).toContain(
      "Skipped because unreachable\n  c|3  does not answer since 2020-01-01T00:00:00Z: connect <ECONNREFUSED>\n",
    );
    expect(terminal(report, plain)).toMatch(/In all: 2 updated, in 2 clusters\. 1 cluster is skipped\.\n$/);
    expect(terminal(reportOf({ steps: [], diagnostics: [] }, { ...facts, skipped }), plain)).toMatch(
      /Nothing changes elsewhere\. 1 cluster is skipped\.\n$/,
    );
  });

  it("are in the comment and on the page, where their names mean nothing else", () => {
    const comment = markdown(report);
    expect(comment).toContain("## prod: 2 updated, 1 skipped\n");
    expect(comment).toContain("| c\\|3 | does not answer since 2020-01-01T00:00:00Z: connect &lt;ECONNREFUSED&gt; |\n");
    expect(html(report)).toContain("<h2>Skipped because unreachable</h2><ul><li><strong>c|3</strong> does not answer");
  });
});

describe("a report as a comment", () => {
  it("begins with a mark by which the next run finds it, and tells the whole in its title", () => {
    const [first, second] = markdown(changesReport()).split("\n");
    expect([first, second]).toEqual([MARKER, "## local: 4 updated, 2 replaced, 4 deleted, 1 held"]);
  });

  it("says what did not fit", () => {
    const { preview, facts } = fleet(2000, 2, true);
    const text = markdown(reportOf(preview, facts));
    const shown = text.split("<details>").length - 1;
    expect(text.length).toBeLessThan(MAX_CHARACTERS);
    expect(text).toContain(`**${4000 - shown} more parts of this report did not fit into a comment.**`);
  });

  it("is never too long, and opens nothing that it does not close", () => {
    fc.assert(
      fc.property(anyPreview, fc.integer({ min: 1, max: 400 }), (preview, times) => {
        const steps = Array.from({ length: times }, () => preview.steps).flat();
        const text = markdown(reportOf({ ...preview, steps }));
        expect(text.length).toBeLessThan(MAX_CHARACTERS);
        expect(text.split("<details>").length).toBe(text.split("</details>").length);
      }),
      { numRuns: 50 },
    );
  });

  it("lets no text out of its place", () => {
    const name = "x\n```\n</details><script>alert(1)</script> @everyone | ~~";
    const text = markdown(reportOf({ steps: [step("create", "a", name, name)], diagnostics: [] }));
    const outside = text.replace(/(`{3,})yaml[\s\S]*?\n\1\n/g, "");
    expect(outside).not.toMatch(/<script>|@everyone/);
  });
});

describe("a report in any form", () => {
  const forms = [
    ["terminal", (report: Parameters<typeof html>[0]) => terminal(report, plain)],
    ["markdown", markdown],
    ["html", html],
    ["json", json],
  ] as const;

  it.each(forms)("tells no secret as %s", (_, print) => {
    const secret = { password: "planted", text: "-----BEGIN PRIVATE KEY-----\nplanted" };
    const steps = ["create", "update", "replace", "delete"].map((op) => step(op, "a", op, secret));
    const diagnostics = [{ severity: "warning", message: "refused https://me:planted@registry.example" }];
    expect(print(reportOf({ steps, diagnostics }))).not.toContain("planted");
  });

  it("counts each object in each cluster once", () => {
    fc.assert(
      fc.property(anyPreview, (preview) => {
        const report = reportOf(preview);
        const inClusters = report.clusters.reduce((sum, { counts }) => sum + totalOf(counts), 0);
        expect(totalOf(report.counts)).toBe(preview.steps.length);
        expect(inClusters).toBe(preview.steps.length);
        expect(report.elsewhere.reduce((sum, { clusters }) => sum + clusters.length, 0)).toBe(preview.steps.length);
      }),
    );
  });

  it("survives anything in a preview", () => {
    fc.assert(
      fc.property(anyPreview, (preview) => {
        const report = reportOf(preview);
        for (const [, print] of forms) expect(print(report)).toMatch(/./);
      }),
    );
  });
});
