import Ajv, { type ValidateFunction } from "ajv";
import { readYaml } from "../../model/yaml/read";
import { documentSchemas } from "../../reference/document-schemas";
import type { TypeRegistry } from "../../workloads/registry";

/** A validator of any document, or of the kind that the file is about. */
export function validator(types: TypeRegistry, file = "flotilla.json"): ValidateFunction {
  const ajv = new Ajv({ allErrors: true, strictTypes: false, strictRequired: false, validateFormats: false });
  for (const [name, schema] of Object.entries(documentSchemas(types))) ajv.addSchema(schema, name);
  const validate = ajv.getSchema(file);
  if (validate === undefined) throw new Error(`there is no schema ${file}`);
  return validate;
}

/** The innermost places of the documents that a validator complains about, as JSON pointers. */
export function complaints(validate: ValidateFunction, text: string): string[] {
  const pointers = readYaml("app.yaml", text).sources.flatMap(({ value }) =>
    validate(value) ? [] : (validate.errors ?? []).map(({ instancePath }) => instancePath),
  );
  const innermost = pointers.filter((pointer) => !pointers.some((other) => other.startsWith(`${pointer}/`)));
  return [...new Set(innermost)];
}
