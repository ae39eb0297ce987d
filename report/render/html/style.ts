/** The page's style: readable in light and dark, on paper, and without colours, because every change also has a sign. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --back: #fff; --soft: #57606a; --line: #d0d7de; --panel: #f6f8fa;
  --create: #116329; --update: #7d4e00; --replace: #a40e26; --delete: #a40e26; --forget: #6639ba; --none: #8c959f; --focus: #0969da; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --back: #0d1117; --soft: #9da7b3; --line: #3d444d;
  --panel: #161b22; --create: #56d364; --update: #e3b341; --replace: #ff7b72; --delete: #ff7b72; --forget: #d2a8ff; --none: #7d8590; --focus: #58a6ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 1rem; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; border-bottom: 1px solid var(--line); } h3 { font-size: 1rem; margin-bottom: .25rem; }
a { color: var(--focus); } :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
code, pre { font: .875rem/1.45 ui-monospace, monospace; } pre { overflow: auto; background: var(--panel); padding: .75rem; border: 1px solid var(--line); }
.soft { color: var(--soft); } .graph { overflow-x: auto; } svg text { fill: var(--text); font: 13px system-ui, sans-serif; } svg .soft { fill: var(--soft); }
svg .box { fill: var(--panel); stroke: var(--line); } svg .held { stroke: var(--update); stroke-dasharray: 6 4; } svg .edge { stroke: var(--soft); fill: none; }
.create { color: var(--create); } .update { color: var(--update); } .replace, .delete { color: var(--delete); } .forget { color: var(--forget); }
svg .create { fill: var(--create); } svg .update { fill: var(--update); } svg .replace, svg .delete { fill: var(--delete); } svg .forget { fill: var(--forget); } svg .none { fill: var(--none); }
form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; position: sticky; top: 0; background: var(--back); padding: .5rem 0; border-bottom: 1px solid var(--line); }
input[type=search] { font: inherit; padding: .25rem .5rem; min-width: 18rem; background: var(--back); color: var(--text); border: 1px solid var(--soft); }
button { font: inherit; padding: .25rem .75rem; } details { border: 1px solid var(--line); margin: .35rem 0; padding: .35rem .6rem; }
summary { cursor: pointer; } .sign { display: inline-block; width: 2ch; font-weight: bold; font-family: ui-monospace, monospace; }
.table { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.message { border-left: 4px solid var(--update); padding-left: .75rem; } .message.error { border-color: var(--delete); } [hidden] { display: none; }
@media print { form, .skip { display: none; } }
`;
