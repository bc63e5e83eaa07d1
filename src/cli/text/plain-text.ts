/** What every text from outside passes before it reaches a terminal. */

const TAB_STOP = 4;

/**
 * Without control characters, so that no value can move the cursor, colour or overwrite lines; `\n`
 * and `\t` stay.
 */
export function withoutControls(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, "");
}

/** The same on one line: line breaks and tabs become single spaces. */
export function singleLine(text: string): string {
  return withoutControls(text.replace(/\s*\n\s*|\t/g, " "));
}

/** Columns that a line takes on a terminal: CJK and emoji take two, combining marks none. */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  const zeroWidth = /\p{M}|[\u200b-\u200d]|\ufe0f/u;
  const wide =
    /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
  let width = 0;
  for (const character of text) {
    if (!zeroWidth.test(character)) width += wide.test(character) ? 2 : 1;
  }
  return width;
}

/** Tabs become spaces up to the next tab stop. */
export function expandTabs(line: string): string {
  let expanded = "";
  for (const character of line) {
    expanded +=
      character === "\t" ? " ".repeat(TAB_STOP - (displayWidth(expanded) % TAB_STOP)) : character;
  }
  return expanded;
}

/** At most `width` columns, cut visibly with `…`. */
export function clip(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let clipped = "";
  let used = 0;
  for (const character of text) {
    used += displayWidth(character);
    if (used > width - 1) break;
    clipped += character;
  }
  return `${clipped}…`;
}

/** Filled with spaces up to `width` columns. */
export function pad(text: string, width: number, side: "left" | "right" = "right"): string {
  const space = " ".repeat(Math.max(0, width - displayWidth(text)));
  return side === "right" ? text + space : space + text;
}

/** `1 error`, `12 objects`. */
export function counted(count: number, noun: string): string {
  return `${groupedDigits(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/**
 * `1234567` → `1,234,567`. Without the runtime's tables of languages, which take a while to load.
 */
export function groupedDigits(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** `512 bytes`, `24 kB`, `1.4 MB`. */
export function byteCount(bytes: number): string {
  if (bytes < 1000) return counted(bytes, "byte");
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** `0.21 s`, `12.3 s`, `4 min 05 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}
