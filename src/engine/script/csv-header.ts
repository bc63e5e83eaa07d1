import { uniqueColumnNames } from "../../rows/column-names.js";

/** Delimiters that are recognised by themselves, in order of preference. */
const DELIMITERS = [",", "\t", ";", "|"];

/**
 * The fields of the first record of a CSV text (RFC 4180); undefined when it does not end within
 * the text although more follows.
 */
export function firstRecord(
  text: string,
  delimiter: string,
  isLonger: boolean,
): string[] | undefined {
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[i + 1] === '"') {
        field += '"';
        i++;
      } else quoted = false;
    } else if (character === '"' && field === "") quoted = true;
    else if (text.startsWith(delimiter, i)) {
      fields.push(field);
      field = "";
      i += delimiter.length - 1;
    } else if (character === "\n" || character === "\r") return [...fields, field];
    else field += character;
  }
  return isLonger || quoted ? undefined : [...fields, field];
}

/** How the first record ends, and whether other line breaks stand between quotes before that. */
export function firstLineEnd(text: string): {
  readonly end: "\n" | "\r\n" | "\r" | undefined;
  readonly hasOthers: boolean;
} {
  const quoted = new Set<string>();
  for (const [part] of text.matchAll(/"[^"]*"?|\r\n|\n|\r|[^"\r\n]+/g)) {
    if (part === "\n" || part === "\r\n" || part === "\r") {
      return { end: part, hasOthers: [...quoted].some((one) => one !== part) };
    }
    if (part.startsWith('"')) for (const [one] of part.matchAll(/\r\n|\n|\r/g)) quoted.add(one);
  }
  return { end: undefined, hasOthers: false };
}

/** The delimiter that the first line has outside quotes; a comma when it has none. */
export function sniffDelimiter(text: string): string {
  const line = text.replaceAll(/"[^"]*"/g, "").split(/[\r\n]/, 1)[0] ?? "";
  return DELIMITERS.find((delimiter) => line.includes(delimiter)) ?? ",";
}

/**
 * Names for columns: the header's, of which a second one of the same name (case does not count)
 * gets a number and an empty one is called after its place; without a header `column0`, `column1`,
 * ….
 */
export function columnNames(fields: readonly string[], header: boolean): string[] {
  const given = fields.map((field) => (header && field.trim() !== "" ? field : ""));
  return uniqueColumnNames(given, (index) => `column${index}`);
}
