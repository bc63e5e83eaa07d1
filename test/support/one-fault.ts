/**
 * Projects with one fault each, from the text files of `test/one-fault/`:
 *
 *     ==== what is wrong
 *     code | words of the message or hint | more words
 *     @env NAME=value          any of: @env, @compat, @alone, @still
 *     ---- other/file.yml      begins another file
 *     models:
 *       - «nmae»: orders       «…» is what the diagnostic must point at; it is not part of the file
 *
 * Each project has the objects of `world.yml` besides its own, unless it is `@alone`. `@still`
 * keeps a case out of the variations, since its place or code hangs on where it is written. `⇥`
 * stands for a tab, `␀` for NUL, `⌖` for a byte order mark.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceRange } from "../../src/contract/diagnostic.js";

export interface FaultCase {
  readonly title: string;
  readonly code: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly compat: boolean;
  readonly alone: boolean;
  readonly still: boolean;
  /** By path, the root file first; marks are still in the texts. */
  readonly files: ReadonlyMap<string, string>;
}

const FAULT_FOLDER = join(dirname(fileURLToPath(import.meta.url)), "..", "one-fault");

export const WORLD = readFileSync(join(FAULT_FOLDER, "world.yml"), "utf8");

export const FAULT_CASES: readonly FaultCase[] = readdirSync(FAULT_FOLDER)
  .filter((name) => name.endsWith(".txt"))
  .flatMap((name) => casesIn(readFileSync(join(FAULT_FOLDER, name), "utf8")));

function casesIn(text: string): FaultCase[] {
  return text
    .split(/^==== /m)
    .slice(1)
    .map(faultCase);
}

function faultCase(text: string): FaultCase {
  const [title = "", header = "", ...rest] = text.split("\n");
  const [code = "", ...words] = header.split(" | ").map((part) => part.trim());
  const split = rest.findIndex((line) => !line.startsWith("@") || line.startsWith("@ "));
  const options = rest.slice(0, split);
  const has = (option: string): boolean => options.includes(`@${option}`);
  const compat = has("compat");
  const env = options
    .flatMap((line) => /^@env (\w+)=(.*)$/.exec(line) ?? [])
    .flatMap((_, i, parts) => (i % 3 === 0 ? [[parts[i + 1] ?? "", parts[i + 2] ?? ""]] : []));
  const body = rest.slice(split).join("\n").replace(/\n+$/, "\n");
  const [root = "", ...others] = body.split(/^---- /m);
  const files = new Map([[compat ? "project.visivo.yml" : "headwater.yml", root]]);
  for (const other of others) {
    const lineEnd = other.indexOf("\n");
    files.set(other.slice(0, lineEnd), other.slice(lineEnd + 1));
  }
  return {
    title,
    code,
    words,
    env: Object.fromEntries(env),
    compat,
    alone: has("alone"),
    still: has("still"),
    files,
  };
}

/** The files as they are written to disk, and the range between the marks. */
export function unmarked(files: ReadonlyMap<string, string>): {
  readonly files: Record<string, string>;
  readonly at: SourceRange | undefined;
} {
  let at: SourceRange | undefined;
  const plain = [...files].map(([file, marked]) => {
    const text = marked.replaceAll("⇥", "\t").replaceAll("␀", "\0").replaceAll("⌖", "\uFEFF");
    const start = text.indexOf("«");
    const end = text.indexOf("»") - 1;
    const without = text.replace("«", "").replace("»", "");
    if (start >= 0) at = { file, start: placeAt(without, start), end: placeAt(without, end) };
    return [file, without] as const;
  });
  return { files: Object.fromEntries(plain), at };
}

/** A byte order mark at the start of a file counts as no column. */
function placeAt(text: string, offset: number): SourceRange["start"] {
  const lines = text
    .slice(0, offset)
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n/);
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}
