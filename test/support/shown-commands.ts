import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/** A command that the documentation shows. */
export interface ShownCommand {
  /** Path of the page in the checkout. */
  page: string;
  /** One line for a shell, with `npx` left out before the commands of this checkout. */
  command: string;
  /** What the page says that it prints; undefined when it says nothing. */
  output?: string;
}

/** The README and the pages in `docs`, as paths in the checkout. */
export function userPages(): string[] {
  const pages = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md"));
  return ["README.md", ...pages.map((name) => relative(ROOT, join(ROOT, "docs", name)))];
}

/** The commands in a page's blocks for a shell (`sh`), and in those of sessions (`console`), where `$` stands before each. */
export function shownCommands(page: string): ShownCommand[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return blocksIn(text).flatMap(({ language, block }) => {
    if (language === "console") return session(page, block);
    return ["sh", "shell", "bash"].includes(language) ? script(page, block) : [];
  });
}

/** The blocks of code in a text, also those in lists. */
export function blocksIn(text: string): { language: string; block: string }[] {
  const found = [...text.matchAll(/^( *)```(\S*)\n([\s\S]*?)^\1```$/gm)];
  return found.map(([, indent = "", language = "", block = ""]) => {
    const lines = block.split("\n").map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
    return { language, block: lines.join("\n") };
  });
}

/** A command as the tests know it: the commands of the checkout are on the PATH there. */
export function plainCommand(line: string): string {
  return line
    .replace(/\s+#\s.*$/, "")
    .replaceAll(/\bnpx (?=(?:flotilla|pulumi)\b)/g, "")
    .trim();
}

function script(page: string, block: string): ShownCommand[] {
  const lines = block.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => ({ page, command: plainCommand(line) }));
}

function session(page: string, block: string): ShownCommand[] {
  const [before, ...parts] = block.split(/^\$ /m);
  if (before !== "") throw new Error(`${page}: a block of type console begins with "$ " and a command:\n${block}`);
  return parts.map((part) => {
    const end = part.indexOf("\n");
    return { page, command: plainCommand(part.slice(0, end)), output: part.slice(end + 1) };
  });
}
