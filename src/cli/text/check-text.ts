import type { FramedDiagnostic, SourceRange } from "../../contract/diagnostic.js";
import type { SettingOrigin, SourceSetting } from "../../project/source-settings.js";
import type { Sink } from "../terminal.js";
import { diagnosticText } from "./diagnostic-text.js";
import { clip, displayWidth, pad, singleLine } from "./plain-text.js";

/** The doctor's report on one source, free of secrets. */
export interface CheckReport {
  readonly name: string;
  readonly type: string;
  readonly at: SourceRange;
  readonly ok: boolean;
  readonly settings: readonly SourceSetting[];
  readonly stages: readonly {
    readonly stage: string;
    readonly ok: boolean;
    readonly detail?: string;
    readonly diagnostic?: FramedDiagnostic;
  }[];
  readonly diagnostics: readonly FramedDiagnostic[];
}

const STAGE_WIDTH = 12;
/** Columns before the words of a stage. */
const INDENT = 4 + STAGE_WIDTH;
const WIDEST_VALUE = 32;
const WIDEST_FIELD = 18;
/** Columns that the place of a setting gets at least. */
const NARROWEST_PLACE = 16;
/** Where fewer columns are left, words are not wrapped. */
const NARROWEST_WORDS = 24;

/**
 * One source for people; defaults are shown only where the settings are at fault:
 *
 *     shop (postgresql)
 *       ✓ settings
 *           host      db.example   DB_HOST in .env
 *       ✓ resolve     192.0.2.7
 *       ✗ connect
 *
 *     error[source-unreachable]: …
 */
export function checkText(report: CheckReport, sink: Sink): string {
  const { colors } = sink;
  const { name, type, settings, stages } = report;
  const title = colors.bold(singleLine(name));
  const lines = [type === "" ? title : `${title} (${singleLine(type)})`];
  for (const { stage, ok: passed, detail, diagnostic } of stages) {
    const warned = passed && diagnostic !== undefined;
    const mark = warned ? colors.yellow("!") : passed ? colors.green("✓") : colors.red("✗");
    const [words = "", ...more] = wrapped(singleLine(detail ?? ""), sink.columns - INDENT);
    lines.push(`  ${mark} ${pad(stage, STAGE_WIDTH)}${words}`.trimEnd());
    for (const line of more) lines.push(`${" ".repeat(INDENT)}${line}`);
    if (stage === "settings") lines.push(...settingLines(settings, passed, sink));
  }
  const found = [
    ...report.diagnostics,
    ...stages.flatMap(({ diagnostic }) => (diagnostic ? [diagnostic] : [])),
  ];
  for (const diagnostic of found) lines.push("", diagnosticText(diagnostic, sink));
  return `${lines.join("\n")}\n`;
}

/** Lines of so many columns at most, but for longer words. */
function wrapped(text: string, columns: number): string[] {
  if (columns < NARROWEST_WORDS) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && displayWidth(line) + 1 + displayWidth(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function settingLines(settings: readonly SourceSetting[], ok: boolean, sink: Sink): string[] {
  const shown = settings.filter(({ origin }) => !ok || origin.kind !== "default");
  const width = (texts: string[], most: number) =>
    Math.min(most, Math.max(0, ...texts.map(displayWidth)));
  const names = width(
    shown.map(({ field }) => field),
    WIDEST_FIELD,
  );
  const room = sink.columns - names - NARROWEST_PLACE - 10;
  const values = width(shown.map(valueText), Math.max(8, Math.min(WIDEST_VALUE, room)));
  return shown.map((setting) => {
    const { field, origin } = setting;
    const origins = singleLine(originText(origin));
    const line = `      ${pad(clip(field, names), names)}  ${pad(clip(valueText(setting), values), values)}`;
    return `${line}  ${sink.colors.dim(clip(origins, Math.max(NARROWEST_PLACE, sink.columns - names - values - 10)))}`;
  });
}

function valueText({ value }: SourceSetting): string {
  return value === undefined ? "(not set)" : singleLine(value);
}

/** `sources.yml:3`, `DB_HOST from .env`, `default`. */
export function originText(origin: SettingOrigin): string {
  if (origin.kind === "file") return placeText(origin.at);
  if (origin.kind === "default") return "default";
  return origin.variables
    .map(({ name, where }) =>
      where === undefined ? `${name} is not set` : `${name} from ${where}`,
    )
    .join(", ");
}

export function placeText({ file, start }: SourceRange): string {
  return `${file}:${start.line}`;
}
