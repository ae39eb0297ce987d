import { writeFileSync } from "node:fs";
import { Command, Option } from "commander";
import { InputError } from "../../model/findings";
import { html } from "../../report/render/html/page";
import { markdown } from "../../report/render/markdown";
import { terminal } from "../../report/render/terminal";
import { isDestructive, reportOf, totalOf } from "../../report/report";
import type { Report } from "../../report/types";
import { colours } from "../colours";
import { EXIT_CODES } from "../exit-codes";
import { json } from "../output";
import { runPreview, savedPreview } from "./preview";
import { compareRevisions } from "./revisions";

const FORMATS = ["terminal", "markdown", "json", "html"] as const;

/** How a report is to be told. */
export interface TellOptions {
  output: (typeof FORMATS)[number];
  out?: string;
  exitCode?: true;
}

interface DiffOptions extends TellOptions {
  refresh?: true;
  preview?: string;
  from?: string;
  to?: string;
}

/** `flotilla diff`: what `pulumi up` would do, or what two revisions differ in, by step and cluster. */
export function diffCommand(): Command {
  return new Command("diff")
    .description(
      "Show what `pulumi up` would change on the current stack, or what two revisions differ in, by step and cluster. Changes nothing.",
    )
    .argument("[application]", "with --from: name, or <namespace>/<name>; needed when revisions of several are kept")
    .option("--refresh", "ask the clusters first what they have, and so find what somebody else changed")
    .addOption(
      new Option(
        "--preview <file>",
        "read what `pulumi preview --json` printed instead; - for the standard input",
      ).conflicts("refresh"),
    )
    .addOption(
      new Option("--from <revision>", "compare revisions: the one to start from, such as v1").conflicts([
        "refresh",
        "preview",
      ]),
    )
    .option("--to <revision>", "the one to compare it with, such as v2; without it, the current one")
    .addOption(formatOption())
    .addOption(outOption())
    .addOption(exitCodeOption())
    .addHelpText(
      "after",
      [
        "\nExamples:",
        "  flotilla diff",
        "  flotilla diff --refresh --exit-code",
        "  flotilla diff --output markdown --out comment.md",
        "  flotilla diff shop --from v1 --to v2",
        "  npx pulumi preview --json | flotilla diff --preview - --output html --out report.html",
      ].join("\n"),
    )
    .action(async (application: string | undefined, options: DiffOptions) => {
      const report = await readReport(application, options);
      tell(report, options);
    });
}

/** How a report is printed. */
export function formatOption(): Option {
  return new Option("-o, --output <format>", "how to print").choices(FORMATS).default("terminal");
}

/** Where a report is printed. */
export function outOption(): Option {
  return new Option("--out <file>", "print into a file");
}

/** Whether the exit code tells what a report says. */
export function exitCodeOption(): Option {
  const description = "exit with 2 when something changes, and with 3 when something is deleted or replaced";
  return new Option("--exit-code", description);
}

async function readReport(
  application: string | undefined,
  { from, to, preview: file, refresh }: DiffOptions,
): Promise<Report> {
  if (from !== undefined) return compareRevisions(application, { from, to });
  if (application !== undefined || to !== undefined) throw aimless();
  const { preview, facts } = file === undefined ? await runPreview(refresh === true) : savedPreview(file);
  return reportOf(preview, facts);
}

function aimless(): InputError {
  const message = "an Application and --to are about revisions, and nothing says where to start from";
  const hint = "add --from, such as --from v1, or leave them out to see what `pulumi up` would change";
  return new InputError([{ severity: "error", code: "invalid-value", message, hint }]);
}

/** Prints a report as somebody has asked for it, and says with the exit code what it is about. */
export function tell(report: Report, options: TellOptions): void {
  const text = print(report, options);
  if (options.out === undefined) process.stdout.write(text);
  else writeFileSync(options.out, text);
  if (options.exitCode) process.exitCode = exitCode(report);
}

function print(report: Report, { output, out }: TellOptions): string {
  switch (output) {
    case "json":
      return json(report);
    case "markdown":
      return markdown(report);
    case "html":
      return html(report);
    case "terminal":
      return terminal(report, colours(out === undefined ? process.stdout : {}));
  }
}

function exitCode(report: Report): number {
  if (isDestructive(report)) return EXIT_CODES.DESTRUCTIVE.code;
  return (totalOf(report.counts) > 0 ? EXIT_CODES.CHANGES : EXIT_CODES.DONE).code;
}
