import { z } from "zod";
import { isObject } from "../json";
import type { AckCreation } from "./types";

const credential = z.strictObject({ kubeconfig: z.string(), expires: z.string() });

const known = z.looseObject({
  id: z.string(),
  region: z.string(),
  created: z.custom<AckCreation>(isObject).optional(),
  credential: credential.optional(),
});

/** A kubeconfig with credentials that are good for a while. Secret. */
export type AckCredential = z.infer<typeof credential>;

/** A cluster in Alibaba Cloud as the stack's last outputs tell. */
export interface KnownAck {
  id: string;
  region: string;
  /** What the stack created; undefined for a cluster that it only joined. */
  created?: AckCreation | undefined;
  credential?: AckCredential | undefined;
}

/** The clusters in Alibaba Cloud of earlier stack outputs, by name; what does not look like one is left out. */
export function knownAck(outputs: unknown): Record<string, KnownAck> {
  const entries = isObject(outputs) ? Object.entries(outputs) : [];
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const { data } = known.safeParse(value);
      return data === undefined ? [] : [[name, data]];
    }),
  );
}

/** What is known of a cluster under the name that it has or one that it had. */
export function knownAs(
  all: Readonly<Record<string, KnownAck>>,
  name: string,
  previousNames: readonly string[],
): KnownAck | undefined {
  const found = [name, ...[...previousNames].reverse()].find((one) => Object.hasOwn(all, one));
  return found === undefined ? undefined : all[found];
}

/** Whether credentials are good for at least half of the time that they were asked for: a run must be able to end with them. */
export function isFresh({ expires }: AckCredential, minutes: number, now: Date): boolean {
  return new Date(expires).getTime() - now.getTime() >= (minutes / 2) * 60_000;
}
