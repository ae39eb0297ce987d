import type { Json } from "../../model/json";
import type { FieldDifference, ObjectDifference } from "../../plan/differences";

const SIGN = { added: "+", removed: "-", changed: "~" } as const;

/** Differences as text, cluster by cluster. */
export function differenceText(differences: readonly ObjectDifference[]): string {
  if (differences.length === 0) return "Both deliver the same.\n";
  const clusters = [...new Set(differences.map(({ cluster }) => cluster))];
  const lines = clusters.flatMap((cluster) => [
    cluster,
    ...differences.filter((one) => one.cluster === cluster).flatMap(objectLines),
  ]);
  return `${lines.join("\n")}\n`;
}

function objectLines({ change, namespace, kind, name, fields }: ObjectDifference): string[] {
  const place = namespace === undefined ? "" : `${namespace}/`;
  return [`  ${SIGN[change]} ${place}${kind}/${name}`, ...fields.map(fieldLine)];
}

function fieldLine({ path, before, after }: FieldDifference): string {
  if (before === undefined) return `      + ${path}: ${valueText(after)}`;
  if (after === undefined) return `      - ${path}: ${valueText(before)}`;
  return `      ~ ${path}: ${valueText(before)} => ${valueText(after)}`;
}

function valueText(value: Json | undefined): string {
  return JSON.stringify(value) ?? "";
}
