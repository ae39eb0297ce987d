import { colours } from "../../cli/colours";
import { painter } from "../../cli/status/print";
import { treeText } from "../../cli/status/tree";
import { terminal } from "../../report/render/terminal";
import { exampleReport } from "./report";
import { exampleStatus } from "./status";
import { terminalSvg } from "./svg";

/** A terminal with colours. */
const TERMINAL = { isTTY: true };

/** The pictures of what commands print, as SVG by the names of their files in `docs/images`. Colours have to be allowed: `FORCE_COLOR`. */
export function pictures(): Record<string, string> {
  return {
    "diff.svg": terminalSvg(
      "npx flotilla diff example-app --from v1 --to v2",
      terminal(exampleReport(), colours(TERMINAL)),
    ),
    "status.svg": terminalSvg("npx flotilla status example-app --tree", treeText(exampleStatus(), painter(TERMINAL))),
  };
}
