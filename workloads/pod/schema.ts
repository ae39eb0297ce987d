import { z } from "zod";

/** Any JSON value; as a catchall it lets keys through that a schema does not know, as they are. */
export const anyJson = z.json();

/** A map of strings, such as labels. */
export const stringMap = z.record(z.string(), z.string());
