/** Something that is wrong with an expression, and where: counted from 0. */
export class ExpressionError extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
    this.name = "ExpressionError";
  }

  /** The message with its place as people count it, from 1. */
  get withPlace(): string {
    return `${this.message} (at character ${this.at + 1})`;
  }
}

/** Asks for something that is not there. `!= _|_` finds that out, everything else fails. */
export class MissingValue extends ExpressionError {}
