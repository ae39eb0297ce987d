import { InputError } from "../../model/findings";

/** A port of this machine and the port of a pod that it leads to. */
export interface PortPair {
  /** 0 is any free one. */
  local: number;
  remote: number;
}

const LARGEST_PORT = 65_535;

/**
 * Reads ports as people write them: `8080:80`, `80` for both, `:80` for any free one here.
 *
 * @throws InputError with everything that is none
 */
export function parsePorts(texts: readonly string[]): PortPair[] {
  const pairs = texts.map(parsePair);
  const bad = texts.filter((_, at) => pairs[at] === undefined);
  if (bad.length > 0) {
    throw new InputError(
      bad.map((text) => ({
        ...{ severity: "error", code: "invalid-value" },
        message: `"${text}" names no ports`,
        hint: "write LOCAL:REMOTE, such as 8080:80, PORT for both, or :REMOTE for any free one",
      })),
    );
  }
  return pairs.filter((pair) => pair !== undefined);
}

function parsePair(text: string): PortPair | undefined {
  const [, colon, remote = ""] = /^(\d*:)?(\d+)$/.exec(text) ?? [];
  const pair = { local: Number((colon ?? remote).replace(":", "")), remote: Number(remote) };
  return pair.remote >= 1 && pair.remote <= LARGEST_PORT && pair.local <= LARGEST_PORT ? pair : undefined;
}
