import { stepTypes } from "../plan/steps";
import { POLICY_TYPES } from "../policies";
import type { TypeRegistry } from "../workloads/registry";
import type { AnyType } from "./alternatives";
import { toDefinitions } from "./json-schema";
import { type Row, type Table, tables } from "./tables";

/** A kind of types, each kind on a page of its own. */
export type Kind = "components" | "traits" | "policies" | "steps";

/** The document with the example of a type. */
export type Example = (kind: Kind, type: string) => string;

/** What the pages tell of a type. */
type DocumentedType = AnyType & { appliesTo?: readonly string[] };

/** The types of each kind, in the order in which they are registered. */
export function typesByKind({ components, traits, steps }: TypeRegistry): Record<Kind, readonly DocumentedType[]> {
  return {
    components: [...components.values()],
    traits: [...traits.values()],
    policies: [...POLICY_TYPES.values()],
    steps: [...stepTypes(steps).values()],
  };
}

const TITLES: Readonly<Record<Kind, [title: string, written: string]>> = {
  components: ["Component types", "spec.components[].type"],
  traits: ["Traits", "spec.components[].traits[].type"],
  policies: ["Policies", "spec.policies[].type"],
  steps: ["Workflow steps", "spec.workflow.steps[].type"],
};

/** The reference pages, by file name: for every type its properties and an example. */
export function pages(registry: TypeRegistry, example: Example): Record<string, string> {
  const kinds = Object.entries(typesByKind(registry)) as [Kind, readonly DocumentedType[]][];
  return Object.fromEntries(kinds.map(([kind, types]) => [`${kind}.md`, page(kind, types, example)]));
}

function page(kind: Kind, types: readonly DocumentedType[], example: Example): string {
  const [title, written] = TITLES[kind];
  const overview = types.map(({ name, description }) => [`[\`${name}\`](#${name})`, plain(description)]);
  const sections = types.map((type) => section(kind, type, example(kind, type.name)));
  return [
    `# ${title}`,
    "<!-- Written by `npm run docs` from the schemas; do not edit. -->",
    `The values of \`${written}\`, and the \`properties\` that each of them has.`,
    tableOf(["Type", "What it does"], overview),
    ...sections.flat(),
    "",
  ].join("\n\n");
}

function section(kind: Kind, type: DocumentedType, example: string): string[] {
  const { name, description, schema, appliesTo } = type;
  const { [name]: properties = {} } = toDefinitions(schema, name);
  const shown = tables(properties);
  const hasRows = shown.some(({ rows }) => rows.length > 0);
  return [
    `## ${name}`,
    `${plain(description)}.${appliesTo === undefined ? "" : ` ${audience(appliesTo)}`}`,
    ...(hasRows ? shown.flatMap((table) => tableText(table, titleOf(table, shown))) : ["It has no properties."]),
    `Example, [as a file](examples/${kind}/${name}.yaml):`,
    `\`\`\`yaml\n${specOf(example)}\`\`\``,
  ];
}

function audience(appliesTo: readonly string[]): string {
  return appliesTo.includes("*") ? "For every workload." : `For ${appliesTo.map(code).join(", ")}.`;
}

/** The place of the properties, and which alternative they are where there are several. */
function titleOf(table: Table, all: readonly Table[]): string {
  const { path, when } = table;
  const alternatives = all.filter((other) => other.path === path);
  const isOther = when === "" && table !== alternatives[0];
  const condition = when === "" ? "" : ` with ${code(when)}`;
  if (path !== "") return `${code(path)}${condition}${isOther ? ", or" : ""}`;
  if (alternatives.length === 1) return "";
  return `${isOther ? "Or" : "Either"}${condition}`;
}

function tableText({ sameAs, rows }: Table, title: string): string[] {
  if (sameAs !== undefined) return [`${title}: as ${sameAs === "" ? "above" : code(sameAs)}`];
  if (rows.length === 0) return [];
  const cells = rows.map((row) => [code(row.name), row.type, row.required ? "yes" : "", code(row.default), text(row)]);
  const table = tableOf(["Property", "Type", "Required", "Default", "Description"], cells);
  return title === "" ? [table] : [`${title}:`, table];
}

function text({ description }: Row): string {
  return plain(description).replaceAll("|", "\\|");
}

function code(value: string): string {
  return value === "" ? "" : `\`${value}\``;
}

function plain(sentence: string): string {
  return sentence.replace(/\.$/, "");
}

/** A table as Markdown. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** What stands below `spec` of the first Application, as if it were a document of its own. */
function specOf(example: string): string {
  const [, spec = example] = example.split(/^spec:\n/m);
  const [first = ""] = spec.split(/^---$/m);
  return first.replaceAll(/^ {2}/gm, "");
}
