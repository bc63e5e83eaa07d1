/** Whether a text is a format of numbers or of dates, and what was meant when it is neither. */
import { NUMBER_FORMAT_TYPES, parseNumberFormat } from "../../contract/number-format.js";
import { didYouMean, nearest } from "../../diagnostics/suggest.js";
import { COMMON_FORMAT_WORDS, isFormatWord } from "./format-word.js";

/** d3-time-format's directives, and Plotly's for fractions of a second and halves of a year. */
const DIRECTIVE = /%(?:\df|[-_0]?[aAbBcdefgGHhIjLmMpqQsSuUVwWxXyYZ%])/g;
/** What formats are mostly, for near names. */
const COMMON = [
  ",.2f",
  ",.0f",
  ".2f",
  ".1f",
  ",d",
  "$,.2f",
  "$,.0f",
  ".1%",
  ".0%",
  "~s",
  ".3s",
  "%Y-%m-%d",
  "%b %Y",
];
const EXAMPLES = "For example `,.2f`, `$,.0f` and `.1%` for numbers, `%d %b %Y` for dates.";
const WORD_EXAMPLES =
  "For example `usd`, `pct1` and `compact`, `,.2f` in d3-format, `%d %b %Y` for dates.";
/** Letters by which other programs write dates. */
const DATE_LETTERS: readonly (readonly [RegExp, string])[] = [
  [/yyyy/gi, "%Y"],
  [/yy/gi, "%y"],
  [/mmmm/gi, "%B"],
  [/mmm/gi, "%b"],
  [/MM/g, "%m"],
  [/dd/gi, "%d"],
  [/hh/gi, "%H"],
  [/mm/g, "%M"],
  [/ss/gi, "%S"],
];

/** A hint for what is no format of Plotly's; undefined for what is one. */
export function plotlyFormatFault(text: string): string | undefined {
  return isFormatWord(text)
    ? `Plotly knows no words: \`${text}\` stands in \`formats\` of the trace.`
    : faultIn(text, COMMON, EXAMPLES);
}

/** The same where words such as `usd0` are formats too. */
export function formatFault(text: string): string | undefined {
  if (isFormatWord(text)) return undefined;
  const word = text.toLowerCase().replaceAll(/[\s.-]/g, "");
  if (word !== text && isFormatWord(word)) return `Did you mean \`${word}\`?`;
  return faultIn(text, [...COMMON_FORMAT_WORDS, ...COMMON], WORD_EXAMPLES);
}

function faultIn(text: string, common: readonly string[], examples: string): string | undefined {
  if (text === "" || isNumberFormat(text) || isDateFormat(text)) return undefined;
  const meant = [ofLetterCase(text), ofSpreadsheet(text), ofPrintf(text), ofDateLetters(text)];
  const near = meant.find((one) => one !== undefined && one !== text && isFormat(one));
  const names = near === undefined ? nearest(text, common) : [near];
  return names.length > 0 ? didYouMean(names) : examples;
}

function isFormat(text: string): boolean {
  return isNumberFormat(text) || isDateFormat(text);
}

/** A precision of nothing without a type, as in `0.00`, would leave one digit of any number. */
function isNumberFormat(text: string): boolean {
  const format = parseNumberFormat(text);
  if (!format || !NUMBER_FORMAT_TYPES.includes(format.type)) return false;
  return format.type !== "" || format.precision !== 0;
}

/** Words beside directives are written as they are; a percent sign of them is doubled. */
function isDateFormat(text: string): boolean {
  const rest = text.replace(DIRECTIVE, "");
  return rest !== text && !rest.includes("%");
}

/** `,.2F` */
function ofLetterCase(text: string): string | undefined {
  return [text.toLowerCase(), text.slice(0, -1) + text.slice(-1).toUpperCase()].find(
    isNumberFormat,
  );
}

/** `$#,##0.00`, `0.0%` */
function ofSpreadsheet(text: string): string | undefined {
  const [, money = "", whole = "", fraction = "", percent = ""] =
    /^(\$?)([#0,]*[#0])(?:\.([#0]+))?(%?)$/.exec(text) ?? [];
  if (whole === "") return undefined;
  const comma = whole.includes(",") ? "," : "";
  return `${money}${comma}.${fraction.length}${percent === "" ? "f" : "%"}`;
}

/** `%.2f`, `2f`, `{:,.2f}` */
function ofPrintf(text: string): string | undefined {
  const bare = text.replace(/^\{:?(.*)\}$/, "$1").replace(/^%|\s/g, "");
  return [bare.replace(/(\d+[fegrsp%])$/, ".$1"), bare].find(isNumberFormat);
}

/** `YYYY-MM-DD` */
function ofDateLetters(text: string): string | undefined {
  if (!/^[ymdhs\W]+$/i.test(text)) return undefined;
  return DATE_LETTERS.reduce(
    (format, [letters, directive]) =>
      format.replace(letters, (word, at: number) => (format[at - 1] === "%" ? word : directive)),
    text,
  );
}
