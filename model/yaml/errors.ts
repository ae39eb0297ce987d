import type { ErrorCode } from "yaml";

/**
 * What the YAML reader's error codes mean, in one sentence each. The reader's own messages are not used because they may
 * quote the text, which may hold secrets.
 */
const SENTENCES: Record<ErrorCode, string> = {
  ALIAS_PROPS: "an alias (*name) can have no anchor or tag of its own",
  BAD_ALIAS: "an alias (*name) or anchor (&name) is not well formed",
  BAD_COLLECTION_TYPE: "the tag does not fit the kind of value that follows it",
  BAD_DIRECTIVE: "the directive (a line that starts with %) is not well formed",
  BAD_DQ_ESCAPE: "an escape sequence in double quotes is not known; write \\\\ for a backslash or use single quotes",
  BAD_INDENT: "the indentation does not fit the lines above, or a closing bracket is missing",
  BAD_PROP_ORDER: "an anchor or tag has to stand directly before its value",
  BAD_SCALAR_START: "a text that starts with this character has to be quoted",
  BLOCK_AS_IMPLICIT_KEY:
    "a mapping or list starts here, where the key before it already has a value or is not finished",
  BLOCK_IN_FLOW: "an indented mapping or list cannot stand inside brackets",
  DUPLICATE_KEY: "a key is written twice",
  IMPOSSIBLE: "this is not well-formed YAML",
  KEY_OVER_1024_CHARS: "a key has more than 1024 characters; is a quote or a line break missing",
  MISSING_CHAR: "a character is missing here, such as a colon, a comma, a space or a closing bracket or quote",
  MULTILINE_IMPLICIT_KEY: "a key goes over several lines; is a colon missing",
  MULTIPLE_ANCHORS: "a value can have only one anchor",
  MULTIPLE_DOCS: "documents have to be separated by ---",
  MULTIPLE_TAGS: "a value can have only one tag",
  NON_STRING_KEY: "a key has to be text",
  RESOURCE_EXHAUSTION: "the document needs too much memory to be read",
  TAB_AS_INDENT: "tabs cannot be used for indentation; use spaces",
  TAG_RESOLVE_FAILED: "the tag is not known or does not fit its value",
  UNEXPECTED_TOKEN: "this does not belong here",
};

/** The sentence for an error code of the YAML reader. */
export function yamlErrorMessage(code: ErrorCode): string {
  return SENTENCES[code] ?? SENTENCES.IMPOSSIBLE;
}
