import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { nodePoolSchema } from "../../../model/ack/node-pool-schema";
import { ackSchema } from "../../../model/ack/schema";
import { PROJECT_ROOT } from "../../../tools/paths";

const text = (file: string) => readFileSync(join(PROJECT_ROOT, file), "utf8");
const fields = Object.keys(ackSchema.shape);

it.each([
  ["docs/ack.md", [...fields, ...Object.keys(nodePoolSchema.shape)]],
  ["Pulumi.yaml", fields],
])("%s tells every field", (file, told) => {
  const missing = told.filter((field) => !new RegExp(`\\b${field}\\b`).test(text(file)));
  expect(missing).toEqual([]);
});
