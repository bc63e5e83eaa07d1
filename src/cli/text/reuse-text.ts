/** Why results are kept or made anew, in sentences. */
import type { ReuseReason } from "../../contract/manifest.js";
import { singleLine } from "./plain-text.js";

/**
 * Fits behind "because": of a run that was, or of one to come. `source` is the name of the object's
 * source, if it has one.
 */
export function reasonText(
  reason: ReuseReason,
  source: string | undefined,
  tense: "past" | "future" = "future",
): string {
  const is = tense === "past" ? "was" : "is";
  switch (reason.why) {
    case "never-ran":
      return `there ${is} no earlier result`;
    case "no-result":
      return NO_RESULT[reason.status];
    case "changed":
      return changesText(reason.parts, source);
    case "missing":
      return `the file of the earlier result ${is} gone`;
    case "damaged":
      return `the file of the earlier result ${is} damaged`;
    case "input":
      return `\`${nameOf(reason.input)}\`, which it reads, ${tense === "past" ? "had" : "has"} newer rows`;
    case "refresh":
      return "nothing says for how long a result is good (`fresh_for`), so each run reads anew";
    case "expired":
      return `the earlier result ${is} older than its \`fresh_for\` of ${spanText(reason.freshFor)}`;
    case "fresh":
      return `the earlier result ${is} younger than its \`fresh_for\` of ${spanText(reason.freshFor)}`;
    case "unchanged":
      return "nothing that decides has changed, and `--reuse` keeps such results";
    default:
      return reason satisfies never;
  }
}

const NO_RESULT = {
  built: "the earlier result cannot be told apart from others",
  reused: "the earlier result cannot be told apart from others",
  failed: "it failed before",
  skipped: "it was skipped before",
  cancelled: "it was cancelled before",
  stale: "it failed before, and only an older result stood in",
} as const;

/** Name of an object by its id, `<kind>:<name>`. */
export function nameOf(id: string): string {
  return singleLine(id.slice(id.indexOf(":") + 1));
}

const PART_TEXTS: Readonly<Record<string, string>> = {
  sql: "its SQL has changed",
  columns: "its columns have changed",
  engine: "its engine has changed",
  command: "its command has changed",
  folder: "the folder in which its command runs has changed",
  env: "the variables of its command have changed",
  format: "how its output is read has changed",
  "time zone": "the project's time zone has changed",
  version: "another version of Headwater made the earlier result",
};

function changesText(parts: readonly string[], source: string | undefined): string {
  const told = parts.filter((part) => !follows(part, parts));
  const texts = told.map((part) => {
    const [kind] = splitAtDot(part);
    const alike = told.map(splitAtDot).filter(([other]) => other === kind);
    return (
      namedText(kind, namesOf(alike), source) ?? PART_TEXTS[part] ?? `${quoted(part)} has changed`
    );
  });
  // Parts of one kind have one text.
  return texts.length === 0 ? "what decides has changed" : [...new Set(texts)].join(", and ");
}

/** Whether a part changes with another one, so that one change would be named twice. */
function follows(part: string, parts: readonly string[]): boolean {
  // A trace's SQL says its columns; what a merge asks and of whom is its engine's.
  if (part === "columns") return parts.includes("sql");
  const ofEngine = part === "sql" || part === "time zone" || splitAtDot(part)[0] === "source";
  return ofEngine && parts.includes("engine");
}

/** Of the kinds whose parts have names; undefined for others. */
function namedText(kind: string, names: Names, source: string | undefined): string | undefined {
  const { list, isOne } = names;
  const changed = isOne ? "has changed" : "have changed";
  const place = source === undefined ? "its source" : `its source ${quoted(source)}`;
  switch (kind) {
    case "source":
      return `${list} of ${place} ${changed}`;
    case "input":
      return `its ${isOne ? "input" : "inputs"} ${list} ${changed}`;
    case "file":
      return `the ${isOne ? "file" : "files"} ${list} ${changed}`;
    case "model":
      return `${list}, which it reads, ${changed}`;
    default:
      return undefined;
  }
}

interface Names {
  /** In backticks, at most {@link MOST_NAMES} of them. */
  readonly list: string;
  readonly isOne: boolean;
}

const MOST_NAMES = 6;

function namesOf(parts: readonly (readonly [string, string])[]): Names {
  const names = parts.map(([, name]) => quoted(name));
  const shown = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names;
  const more = names.length - shown.length;
  const all = more > 0 ? [...shown, `${more} more`] : shown;
  const list = all.length > 1 ? `${all.slice(0, -1).join(", ")} and ${all.at(-1)}` : all.join("");
  return { list, isOne: names.length === 1 };
}

function quoted(name: string): string {
  return `\`${singleLine(name)}\``;
}

function splitAtDot(part: string): [string, string] {
  const at = part.indexOf(".");
  return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
}

const UNITS = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "m"],
  [1000, "s"],
] as const;

/** As `fresh_for` is written: `1h`, `90s`. */
function spanText(milliseconds: number): string {
  const unit = UNITS.find(([size]) => milliseconds >= size && milliseconds % size === 0);
  return unit ? `${milliseconds / unit[0]}${unit[1]}` : `${milliseconds} ms`;
}
