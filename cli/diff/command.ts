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

const FORMATS = ["terminal", "markdown", "json", "html"] as const;

interface DiffOptions {
  refresh?: true;
  from?: string;
  output: (typeof FORMATS)[number];
  out?: string;
  exitCode?: true;
}

/** `flotilla diff`: what `pulumi up` would do, by step and cluster. */
export function diffCommand(): Command {
  return new Command("diff")
    .description("Show what `pulumi up` would change on the current stack, by step and cluster. Changes nothing.")
    .option("--refresh", "ask the clusters first what they have, and so find what somebody else changed")
    .option("--from <file>", "read what `pulumi preview --json` printed instead; - for the standard input")
    .addOption(new Option("-o, --output <format>", "how to print").choices(FORMATS).default("terminal"))
    .option("--out <file>", "print into a file")
    .option("--exit-code", "exit with 2 when something changes, and with 3 when something is deleted or replaced")
    .addHelpText(
      "after",
      "\nExamples:\n  flotilla diff\n  flotilla diff --refresh --exit-code\n  flotilla diff --output markdown --out comment.md\n  npx pulumi preview --json | flotilla diff --from - --output html --out report.html",
    )
    .action((options: DiffOptions) => {
      if (options.from !== undefined && options.refresh) throw contradiction();
      const { preview, facts } =
        options.from === undefined ? runPreview(options.refresh === true) : savedPreview(options.from);
      const report = reportOf(preview, facts);
      const text = print(report, options);
      if (options.out === undefined) process.stdout.write(text);
      else writeFileSync(options.out, text);
      if (options.exitCode) process.exitCode = exitCode(report);
    });
}

function contradiction(): InputError {
  const message = "--refresh goes with a preview that is run now, and --from with one that was";
  return new InputError([{ severity: "error", code: "invalid-value", message, hint: "leave one of them out" }]);
}

function print(report: Report, { output, out }: DiffOptions): string {
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
