/**
 * The grammar of patterns that Headwater matches itself: `*` and `?` inside a name, `**` across
 * folders, `[a-z]`, `[!a]`, `{a,b}`, `{1..3}`, and `\` (not on Windows) before a character that
 * stands for itself. Names that begin with a dot are matched by patterns that write the dot.
 */
import { createRequire } from "node:module";
import { sep } from "node:path";
import type Picomatch from "picomatch";
import type { PatternFault } from "./pattern-fault.js";

const OPTIONS: Picomatch.PicomatchOptions = {
  // Without it `[!a]` is one of `!` and `a`.
  posix: true,
  nonegate: true,
  // Both sides have `/` between names.
  windows: false,
  // A newline is a character of a name like any other.
  flags: "s",
  expandRange: (...parts: readonly unknown[]) =>
    rangeChoices(parts.filter((part) => typeof part === "string")),
};

let loaded: typeof Picomatch | undefined;

/** Most projects have no patterns, so it is loaded when the first is read. */
function picomatch(): typeof Picomatch {
  // Its types are those of the CommonJS module that `require` yields.
  return (loaded ??= createRequire(import.meta.url)("picomatch") as typeof Picomatch);
}

/** More values of one `{1..3}` are an error. */
const MOST_VALUES = 10_000;

/**
 * Whether a path with `/` between names matches; a pattern without `/` may be asked for in every
 * folder.
 */
export function globMatcher(
  pattern: string,
  { inEveryFolder = false } = {},
): (path: string) => boolean {
  if (pattern === "") return () => false;
  const basename = inEveryFolder && !pattern.includes("/");
  const matches = picomatch()(plainText(pattern), { ...OPTIONS, basename });
  if (writesDot(pattern)) return matches;
  // In `{*,b}` picomatch lets the star match a name that begins with a dot.
  return (path) => !/(?:^|\/)\./.test(path) && matches(path);
}

/** Whether names that begin with a dot can match. */
export function writesDot(pattern: string): boolean {
  return /(?:^|[/{,])\\?\./.test(pattern);
}

/**
 * What is wrong with a pattern; undefined when it can match. A closing bracket without its opening
 * one is no fault: it stands for itself.
 */
export function globFault(pattern: string): PatternFault | undefined {
  const text = plainText(pattern);
  try {
    picomatch().makeRe(text, { ...OPTIONS, strictBrackets: true });
  } catch (error) {
    // Where the opening one is missing, the closing one stands for itself.
    if (/Missing closing/.test(String(error))) return "unclosed";
  }
  try {
    picomatch().makeRe(text, { ...OPTIONS, debug: true });
  } catch (error) {
    return /out of order/.test(String(error)) ? "range-backwards" : "unreadable";
  }
  return undefined;
}

/**
 * Parentheses, quotes and bars are part of names, such as that of a second download: `orders
 * (1).csv`.
 */
function plainText(pattern: string): string {
  const slashed = sep === "\\" ? pattern.replaceAll("\\", "/") : pattern;
  return slashed.replaceAll(/\\.|[()|"]/gsu, (part) => (part.length > 1 ? part : `\\${part}`));
}

/**
 * The expression for `{from..to}` or `{from..to..step}`, of numbers or letters; numbers keep their
 * leading zeros.
 */
function rangeChoices(parts: readonly string[]): string {
  const [from = "", to = "", step = "1"] = parts;
  const letters = /^[a-z]$/i.test(from) && /^[a-z]$/i.test(to);
  const isNumber = /^-?\d{1,15}$/;
  if (!letters && ![from, to].every((end) => isNumber.test(end))) {
    return escaped(`{${parts.join("..")}}`);
  }
  const [first, last] = letters
    ? [from.charCodeAt(0), to.charCodeAt(0)]
    : [Number(from), Number(to)];
  const width = Math.abs(isNumber.test(step) ? Number(step) : 1) || 1;
  const count = Math.floor(Math.abs(last - first) / width) + 1;
  if (count > MOST_VALUES) throw new RangeError(`{${from}..${to}} has ${count} values`);
  const digits = [from, to].some((end) => /^-?0\d/.test(end))
    ? Math.max(from.length, to.length)
    : 0;
  const values = Array.from({ length: count }, (_, index) => {
    const value = first + Math.sign(last - first) * width * index;
    return letters ? String.fromCharCode(value) : String(value).padStart(digits, "0");
  });
  return `(?:${values.map(escaped).join("|")})`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
