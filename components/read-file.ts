import { readFileSync } from "node:fs";

/**
 * Reads a file.
 *
 * @throws the system's error with the path, which is not in it when a folder is there
 */
export function readFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  }
}
