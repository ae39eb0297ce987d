/** A step failed in a way that has a name of its own. */
export class StepError extends Error {
  constructor(
    message: string,
    readonly reason: string,
  ) {
    super(message);
  }
}
