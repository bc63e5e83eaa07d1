import type { ErrorCode } from "yaml";

/**
 * What the parser's error codes mean to the person who wrote the file. The parser's own messages are not
 * shown: they quote the text, which may be a rendered secret.
 */
const PROBLEMS: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: "an alias (`*name`) cannot have an anchor or a tag of its own",
  BAD_ALIAS: "the name of an anchor or alias is missing or ends in a colon",
  BAD_COLLECTION_TYPE: "this tag does not fit the value that follows it",
  BAD_DIRECTIVE: "this `%` directive is not known",
  BAD_DQ_ESCAPE: "a backslash in double quotes begins an escape that YAML does not know",
  BAD_INDENT: "the indentation does not fit the lines above",
  BAD_PROP_ORDER: "an anchor or tag stands before its `-`, `?` or `:`",
  BAD_SCALAR_START: "an unquoted value cannot begin with this character",
  BLOCK_AS_IMPLICIT_KEY: "a mapping or list begins inside a value",
  BLOCK_IN_FLOW: "a block value cannot stand between brackets",
  DUPLICATE_KEY: "this key is written twice",
  IMPOSSIBLE: "this cannot be read as YAML",
  KEY_OVER_1024_CHARS: "a key is longer than 1,024 characters",
  MISSING_CHAR: "something is missing here",
  MULTILINE_IMPLICIT_KEY: "a key must stand on one line, followed by `:`",
  MULTIPLE_ANCHORS: "a value can have one anchor only",
  MULTIPLE_DOCS: "a second document begins here",
  MULTIPLE_TAGS: "a value can have one tag only",
  NON_STRING_KEY: "only text may be a key",
  RESOURCE_EXHAUSTION: "the values are nested too deeply",
  TAB_AS_INDENT: "a tab is used as indentation",
  TAG_RESOLVE_FAILED: "this tag is not known",
  UNEXPECTED_TOKEN: "this was not expected here",
};

/** Finer words for some of the parser's messages, none of which quotes the file's text. */
const FINER: readonly (readonly [RegExp, string])[] = [
  [/^Missing closing/, "the quotation mark is not closed"],
  [/^Implicit map keys need to be followed by/, "a `:` is missing after this key"],
  [
    /^Implicit keys need to be on a single line/,
    "a `:` is missing after this key, or a quotation mark",
  ],
  [/^Missing , /, "a comma is missing between the values"],
  [/^Unexpected ,/, "there is a comma too many"],
  [/must be sufficiently indented/, "the lines between brackets must be indented further"],
  [/must be more indented|not indented enough/i, "this line must be indented further"],
  [
    /All sequence items must start at the same column/,
    "the `-` of a list must stand in one column",
  ],
  [
    /All mapping items must start at the same column/,
    "keys of one mapping must stand in one column",
  ],
  [/^Sequence item without - /, "a `-` is missing before this value"],
  [
    /^Block scalar header includes extra/,
    "only `|` or `>` with its options may stand in this line",
  ],
  [/^Comments must be separated/, "a space is missing before `#`"],
  [/^Missing space after :/, "a space is missing after `:`"],
];

const QUOTING_HINT = "Put the value into quotation marks, or write it below `|`.";

/** One clause for an error of the parser, and what to do about it where that is plain. */
export function syntaxProblem(
  code: ErrorCode,
  message: string,
  /** The text from the error's place to the end of its line. */
  rest: string,
): { problem: string; hint?: string } {
  if (message.startsWith("Block scalar header") && rest.startsWith("{")) {
    return { problem: "`>{ … }` stands outside quotation marks", hint: QUOTING_HINT };
  }
  const problem = FINER.find(([pattern]) => pattern.test(message))?.[1] ?? PROBLEMS[code];
  switch (code) {
    case "BLOCK_AS_IMPLICIT_KEY":
      return /:(?:\s|$)/.test(rest)
        ? {
            problem: "a second `: ` stands in one line, outside quotation marks",
            hint: QUOTING_HINT,
          }
        : { problem: "the lines below are indented as if they belonged to this value" };
    case "BAD_SCALAR_START":
      return { problem, hint: QUOTING_HINT };
    case "BAD_DQ_ESCAPE":
      return { problem, hint: "Write `\\\\` for a backslash, or use single quotation marks." };
    default:
      return { problem };
  }
}
