import { distance } from "fastest-levenshtein";

/**
 * The candidate that `word` was most likely meant to be, or undefined when none is near. Upper and lower case count
 * as the same; how many edits are near depends on the word's length.
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = nearDistance(wanted.length) + 1;
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

/** One edit in three letters; two in words of four letters or more, which two swapped letters count as. */
function nearDistance(length: number): number {
  if (length < 3) return 0;
  return length === 3 ? 1 : Math.max(2, Math.floor(length / 3));
}

/** `did you mean "x"?` as the hint of a finding; nothing to spread when no candidate is near. */
export function didYouMean(word: string, candidates: Iterable<string>): { hint?: string } {
  const found = suggest(word, candidates);
  return found === undefined ? {} : { hint: `did you mean ${JSON.stringify(found)}?` };
}
