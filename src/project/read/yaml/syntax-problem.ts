import type { ErrorCode } from "yaml";

/**
 * What the parser's error codes mean to the person who wrote the file. The parser's own messages
 * are not shown: they quote the text, which may be a rendered secret.
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
  [/^Comments must be separated/, "a space is missing before `#`"],
  [/^Missing space after :/, "a space is missing after `:`"],
  [/^Not a YAML token/, "this is no YAML"],
];

const QUOTING_HINT = "Put the value into quotation marks, or write it below `|`.";

/** An error of the parser and where it is. */
interface ParserError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly text: string;
  readonly start: number;
  /** Of the line. */
  readonly end: number;
}

interface SyntaxProblem {
  /** One clause. */
  readonly problem: string;
  /** What to do about it, where that is plain. */
  readonly hint?: string;
  /** Whether the rest of the line is meant, not only where the parser stopped. */
  readonly wholeLine?: true;
  /** Characters before the start that are meant, too. */
  readonly before?: number;
}

/** A mistake that shows in the text around the place where the parser stopped. */
interface Sign {
  readonly message: RegExp;
  readonly rest?: RegExp;
  /** What stands before the place in the same line. */
  readonly before?: RegExp;
  /** The line above that is not empty. */
  readonly above?: RegExp;
  readonly told: SyntaxProblem;
}

const SIGNS: readonly Sign[] = [
  {
    message: /^Block scalar header/,
    rest: /^\{/,
    told: {
      problem: "`>{ … }` stands outside quotation marks",
      hint: QUOTING_HINT,
      wholeLine: true,
      before: 1,
    },
  },
  {
    message: /^(?:Not a YAML token|Block scalar header)/,
    before: /[|>][-+\d]*\s*$/,
    told: {
      problem: "only `|` or `>` with its options may stand in this line",
      hint: "Begin the text in the next line, indented further than its key.",
      wholeLine: true,
    },
  },
  {
    message: /^Unexpected .* at node end/,
    before: /["']\s*$/,
    told: {
      problem: "text follows the closing quotation mark",
      hint: "Put the quotation marks around the whole value.",
      wholeLine: true,
    },
  },
  {
    message: /^Unexpected .* at node end/,
    before: /[\]}]\s*$/,
    told: { problem: "something follows the closing bracket; a comma may be missing before it" },
  },
  {
    message: /^Sequence item without - /,
    rest: /^[\w "']+:(?:\s|$)/,
    told: {
      problem: "this line is indented less or further than the lines that it belongs to",
      hint: "Keys of one object stand in one column.",
    },
  },
  {
    message: /^A block sequence may not be used as an implicit map key/,
    rest: /^- /,
    told: { problem: "the `-` of a list must stand in one column" },
  },
  {
    message: /^All mapping items must start at the same column/,
    above: /^\s*- /,
    rest: /^(?!.*:(?:\s|$))/,
    told: { problem: "a `-` is missing before this value", wholeLine: true },
  },
  {
    message: /^Implicit map keys need to be followed by/,
    rest: /^[\w -]+:\S/,
    told: { problem: "a space is missing after `:`" },
  },
  {
    message: /^Nested mappings are not allowed/,
    rest: /:(?:\s|$)/,
    told: {
      problem: "a second `: ` stands in one line, outside quotation marks",
      hint: QUOTING_HINT,
      wholeLine: true,
    },
  },
  {
    message: /^Missing , /,
    told: {
      problem: "a comma is missing between the values",
      hint: "A value between brackets that itself holds brackets, commas or `: ` needs quotation marks.",
    },
  },
];

/** What an error of the parser means to the person who wrote the file. */
export function syntaxProblem(error: ParserError): SyntaxProblem {
  const { code, message, text, start, end } = error;
  const rest = text.slice(start, end);
  const above = text.slice(0, text.lastIndexOf("\n", start - 1) + 1);
  const before = text.slice(above.length, start);
  const sign = SIGNS.find(
    (one) =>
      one.message.test(message) &&
      (one.rest?.test(rest) ?? true) &&
      (one.before?.test(before) ?? true) &&
      (one.above?.test(above.trimEnd().split("\n").at(-1) ?? "") ?? true),
  );
  if (sign) return sign.told;
  const problem = FINER.find(([pattern]) => pattern.test(message))?.[1] ?? PROBLEMS[code];
  switch (code) {
    case "BLOCK_AS_IMPLICIT_KEY":
      return { problem: "the lines below are indented as if they belonged to this value" };
    case "BAD_SCALAR_START":
      return {
        problem: `an unquoted value cannot begin with ${rest.startsWith("`") ? "a backtick" : `\`${rest.charAt(0)}\``}`,
        hint: QUOTING_HINT,
        wholeLine: true,
      };
    case "BAD_DQ_ESCAPE":
      return { problem, hint: "Write `\\\\` for a backslash, or use single quotation marks." };
    default:
      return { problem };
  }
}
