import type { OrderedStep } from "../order";

/** For each step the names of all that have ended when it starts; of a group, its sub-steps are none of them. */
export function ancestorsOf(
  ordered: readonly Pick<OrderedStep, "step" | "after">[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const after = new Map(ordered.map(({ step, after }) => [step.name, after]));
  const known = new Map<string, Set<string>>();
  const visit = (name: string): Set<string> => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = new Set<string>();
    known.set(name, found);
    for (const earlier of after.get(name) ?? []) for (const one of [earlier, ...visit(earlier)]) found.add(one);
    return found;
  };
  return new Map(
    ordered.map(({ step }) => {
      const own = new Set(step.subSteps.map(({ name }) => name));
      return [step.name, new Set([...visit(step.name)].filter((name) => !own.has(name)))];
    }),
  );
}
