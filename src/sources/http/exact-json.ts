/**
 * A number whose text may hold more than a double does: 16 characters or more, or a power of three
 * digits.
 */
const LONG_NUMBER = /(?<=^|[[,:\s])-?\d(?:[\d.eE+-]{15,}|[\d.]*[eE][+-]?\d{3,})/g;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const BACKSLASH = 0x5c;

/**
 * `JSON.parse`, but a number that a double may not hold comes as its text: an integer beyond 2⁵³ −
 * 1, and a fraction that a double does not give back as it is written, so that 0.30000000000000004
 * stays a number. Whoever reads a column of numbers, by the type that the service declares, takes
 * both: `Number(value)` for doubles, the text for everything exact. Trino writes `bigint` in this
 * way; BigQuery and Snowflake write every cell as a text. Throws a SyntaxError.
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(withQuotedNumbers(text));
}

/**
 * Goes from string to string by hand: a pattern over a whole string overflows the stack at millions
 * of escapes.
 */
function withQuotedNumbers(text: string): string {
  const numbers = new RegExp(LONG_NUMBER);
  const parts: string[] = [];
  let copied = 0;
  let at = 0;
  for (let match = numbers.exec(text); match !== null; match = numbers.exec(text)) {
    const [token] = match;
    at = outsideStrings(text, at, match.index);
    const isNumber = at === match.index;
    if (isNumber) at += token.length;
    numbers.lastIndex = at;
    if (isNumber && JSON_NUMBER.test(token) && !isHeld(token)) {
      parts.push(text.slice(copied, match.index), `"${token}"`);
      copied = at;
    }
  }
  return copied === 0 ? text : parts.join("") + text.slice(copied);
}

/** True when a double has this value and no other near it is meant. */
function isHeld(token: string): boolean {
  const held = Number(token);
  return /^-?\d+$/.test(token) ? Number.isSafeInteger(held) : String(held) === token;
}

/**
 * From a place outside of strings: `place` when it is outside, too, else the end of the string
 * around it.
 */
function outsideStrings(text: string, from: number, place: number): number {
  let quote = text.indexOf('"', from);
  while (quote !== -1 && quote < place) {
    const end = endOfString(text, quote + 1);
    if (end > place) return end;
    quote = text.indexOf('"', end);
  }
  return place;
}

/** The place behind the quote that ends the string whose content begins here. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let content = quote;
    while (content > start && text.charCodeAt(content - 1) === BACKSLASH) content -= 1;
    if ((quote - content) % 2 === 0) return quote + 1;
  }
  return text.length;
}
