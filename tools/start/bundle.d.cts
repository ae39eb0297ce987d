/** A finished program of a checkout. */
interface Bundle {
  /** The path that it has in stack traces. */
  file: string;
  code: string;
  /** Digest of what it was made from. */
  digest: string;
}

/**
 * Reads a program, or makes it.
 *
 * @param root path of the checkout
 * @param entry path of the module in it that begins
 */
declare function readBundle(root: string, entry: string): Promise<Bundle>;
export = readBundle;
