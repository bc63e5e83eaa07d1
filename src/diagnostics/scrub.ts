import type { FramedDiagnostic } from "../contract/diagnostic.js";

const MASK = "***";
/** Shorter values would make every message unreadable and protect nothing. */
const SHORTEST = 3;
/** Fewer characters of a base64 text may stand in it by chance. */
const SHORTEST_BASE64 = 6;
/** A line with fewer characters may be anything. */
const SHORTEST_LINE = 8;

/** Removes secret values from what people see. */
export interface Scrubber {
  text(text: string): string;
  /** Also in the lines of its code frame: a secret may be written in the project itself. */
  diagnostic<D extends FramedDiagnostic>(diagnostic: D): D;
}

/** Knows each secret as written, its lines by themselves, URL-encoded, JSON-escaped and in base64 at any offset. */
export function createScrubber(secrets: Iterable<string>): Scrubber {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length >= SHORTEST) for (const form of formsOf(secret)) forms.add(form);
  }
  const escaped = [...forms].toSorted((a, b) => b.length - a.length).map(escapePattern);
  const pattern = escaped.length > 0 ? new RegExp(escaped.join("|"), "g") : undefined;

  function text(value: string): string {
    return pattern ? value.replace(pattern, MASK) : value;
  }

  function diagnostic<D extends FramedDiagnostic>(found: D): D {
    if (!pattern) return found;
    return {
      ...found,
      message: text(found.message),
      ...(found.hint !== undefined && { hint: text(found.hint) }),
      ...(found.detail !== undefined && { detail: text(found.detail) }),
      ...(found.frame && { frame: { ...found.frame, lines: found.frame.lines.map(text) } }),
      ...(found.related && {
        related: found.related.map((line) => ({ ...line, message: text(line.message) })),
      }),
    };
  }

  return { text, diagnostic };
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  const base64 = [0, 1, 2].flatMap((offset) => base64At(bytes, offset));
  return [
    secret,
    ...linesOf(secret),
    encodeURIComponent(secret),
    encodeURIComponent(secret).replaceAll("%20", "+"),
    JSON.stringify(secret).slice(1, -1),
    ...base64,
    ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

/** The lines of a key, which a code frame shows each by itself; some variables hold it in one line. */
function linesOf(secret: string): string[] {
  const lines = secret.split(/\r?\n|\\n/).map((line) => line.trim());
  return lines.length > 1 ? lines.filter((line) => line.length >= SHORTEST_LINE) : [];
}

/**
 * The characters that the secret alone decides when `offset` bytes stand before it in its group of
 * three.
 */
function base64At(bytes: Buffer, offset: number): string[] {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString("base64")
    .replaceAll("=", "");
  const first = offset === 0 ? 0 : offset + 1;
  const last = (offset + bytes.length) % 3 === 0 ? text.length : text.length - 1;
  const stable = text.slice(first, last);
  return stable.length >= SHORTEST_BASE64 ? [stable] : [];
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
}
