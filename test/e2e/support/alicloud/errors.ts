import type { Properties } from "./values";

/** What the cloud answers when it refuses something: a code of its API, and a sentence. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`[ERROR] ${code}: ${message}`);
  }
}

/** Something was created, but did not become what was asked for: the engine keeps it, and tells why. */
export class IncompleteError extends Error {
  constructor(
    readonly id: string,
    readonly properties: Properties,
    reason: string,
  ) {
    super(reason);
  }
}
