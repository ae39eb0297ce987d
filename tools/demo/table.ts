/** What one step delivered to one place, as the program's stack output `deliveries` lists it. */
export interface Delivery {
  readonly step: string;
  readonly cluster: string;
  readonly namespace: string;
  /** Such as `Deployment/hello-world-server`. */
  readonly objects: readonly string[];
}

const HEADINGS = ["STEP", "CLUSTER", "NAMESPACE", "OBJECTS"] as const;

/** Where everything runs, as a table: one row per step and place, one line per object. */
export function table(deliveries: readonly Delivery[]): string {
  const rows = deliveries.flatMap(({ step, cluster, namespace, objects }) =>
    objects.map((object, index) => (index === 0 ? [step, cluster, namespace, object] : ["", "", "", object])),
  );
  const lines = [[...HEADINGS], ...rows];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
