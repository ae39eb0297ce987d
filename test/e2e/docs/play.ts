import type { Checkout } from "../support/checkout";

/** One command of the documentation, and what is expected of it. */
export interface Play {
  /** As a page shows it, without `npx` before the commands of the checkout. */
  run: string;
  /** What stands on its two outputs. */
  prints: RegExp;
  /** Which of the outputs it is that a page shows for this command, where it shows several: the first is 1. Default: 1. */
  shown?: number;
  /** What it exits with. Default: 0. */
  exits?: number;
  /** Goes on for ever: Ctrl-C as soon as it has printed what is expected, which it ends with. */
  endless?: true;
  /** What is typed, each after something was printed; on a terminal. */
  answers?: readonly (readonly [after: RegExp, text: string])[];
  /** What comes in on its standard input. */
  input?: string;
  /** What stands here in the place of something that no test can have to itself, such as a port of the machine. */
  instead?: readonly [shown: string, here: string];
  /** Is added in the same shell, to see what the command did there. */
  also?: string;
  /** What has happened since the command before. */
  before?: (checkout: Checkout) => void | Promise<void>;
}

/** Commands that are typed one after the other. */
export interface Scene {
  title: string;
  plays: readonly Play[];
}
