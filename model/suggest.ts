import { distance } from "fastest-levenshtein";

/**
 * The candidate that `word` was most likely meant to be, or undefined when none is near: at most one edit in three
 * letters, upper and lower case counting as the same.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const edits = distance(wanted, candidate.toLowerCase());
    if (edits < bestDistance) {
      best = candidate;
      bestDistance = edits;
    }
  }
  return best;
}

/** `did you mean "x"?` as the hint of a finding; nothing to spread when no candidate is near. */
export function didYouMean(word: string, candidates: Iterable<string>): { hint?: string } {
  const found = suggest(word, candidates);
  return found === undefined ? {} : { hint: `did you mean ${JSON.stringify(found)}?` };
}
