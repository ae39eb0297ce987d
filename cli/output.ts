import { Option } from "commander";
import { visibleJson } from "../model/visible";

/** The option of commands that print a table for people, or JSON for programs. */
export function outputOption(): Option {
  return new Option("-o, --output <format>", "how to print").choices(["table", "json"]).default("table");
}

/** A value as the commands print it. */
export function json(value: unknown): string {
  return `${visibleJson(JSON.stringify(value, null, 2))}\n`;
}
