import type { Found, NotFound } from "../workloads/references";
import { parseManifests } from "./manifests";

/** How long a text may take to arrive, in milliseconds. */
const ARRIVES_WITHIN = 20_000;

/** The largest text that is read, in bytes. */
const LARGEST = 10 * 1024 * 1024;

/** Reads the objects of a text on the web. */
export async function readUrl(url: string): Promise<Found | NotFound> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ARRIVES_WITHIN) });
    if (!response.ok) return unreadable(`the server answers ${response.status}`);
    const text = await limitedText(response);
    return text === undefined ? unreadable("it is larger than 10 MB") : parseManifests(url, text);
  } catch (error) {
    return unreadable(reasonOf(error));
  }
}

/** The text of an answer; undefined as soon as there is more of it than is read. */
async function limitedText({ body }: Response): Promise<string | undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [text, size] = ["", 0];
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > LARGEST) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function unreadable(reason: string): NotFound {
  return { problem: `cannot be read: ${reason}`, hint: "check the address and the network" };
}

/** `fetch` only says that it failed; its cause says why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  return error.cause instanceof Error && error.cause.message !== "" ? error.cause.message : error.message;
}
