import { type CheckChoice, type Checks, fileChecks, stackChecks } from "../checks/configuration";
import { Notes } from "../model/notes";
import { PlainSource } from "../model/plain-source";
import { readYaml } from "../model/yaml/read";
import { readFiles } from "./read-files";

/**
 * The checks that a file switches on; none without a file.
 *
 * @throws InputError with everything that is wrong with the file
 */
export function checksFrom(path: string | undefined, choice: CheckChoice): Checks {
  const [read] = path === undefined ? [] : readFiles([path]);
  if (read === undefined) return stackChecks(undefined, choice);
  const { sources, findings } = readYaml(read.file, read.text);
  const notes = new Notes(findings);
  notes.throwErrors();
  const checks = fileChecks(sources[0] ?? new PlainSource(read.file, {}), choice);
  return { ...checks, warnings: [...notes.findings, ...checks.warnings] };
}
