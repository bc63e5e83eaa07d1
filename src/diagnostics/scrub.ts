import type { FramedDiagnostic } from "../contract/diagnostic.js";

const MASK = "***";
/** Shorter values would make every message unreadable and protect nothing. */
const SHORTEST = 3;
/** Fewer characters of a base64 text may stand in it by chance. */
const SHORTEST_BASE64 = 6;

/** A line of a secret of several lines; a shorter one may stand anywhere. */
const SHORTEST_LINE = 8;

/** The password in an address, or a token that stands before the `@` alone. */
const LOGIN = /\b([a-z][a-z0-9+.-]{0,30}:\/\/(?:[^\s/@:"'`]{1,256}:)?)([^\s/@"'`]{1,512})@/gi;
/** Parameters of an address that give access. */
const PARAMETER =
  /([?&](?:[\w-]{0,30}(?:token|secret|password|key|signature)|sig)=)([^\s&"'`]{1,2048})/gi;
/** What a value is replaced by, and what is left as it is: masked already, or a variable. */
const HARMLESS = /^(?:\*\*\*|•+|(?:\$\{[^{}]*\}|:)+)$/;

/**
 * An address without what gives access: its login, and parameters that are named after secrets. Any
 * text may hold one, whether or not somebody said that it is a secret.
 */
export function maskAddresses(text: string, mask: (secret: string) => string = () => MASK): string {
  const masked = (value: string) => (HARMLESS.test(value) ? value : mask(value));
  return text
    .replace(LOGIN, (_, before: string, login: string) => `${before}${masked(login)}@`)
    .replace(PARAMETER, (_, name: string, value: string) => name + masked(value));
}

/** Removes secret values from what people see. */
export interface Scrubber {
  text(text: string): string;
  /** Also in the lines of its code frame: a secret may be written in the project itself. */
  diagnostic<D extends FramedDiagnostic>(diagnostic: D): D;
}

/** Knows each secret as written, by its lines, URL-encoded, JSON-escaped and in base64 at any offset. */
export function createScrubber(secrets: Iterable<string>): Scrubber {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length >= SHORTEST) for (const form of formsOf(secret)) forms.add(form);
  }
  const escaped = [...forms].toSorted((a, b) => b.length - a.length).map(escapePattern);
  const pattern = escaped.length > 0 ? new RegExp(escaped.join("|"), "g") : undefined;

  function text(value: string): string {
    const addressed = maskAddresses(value);
    return pattern ? addressed.replace(pattern, maskOf) : addressed;
  }

  function diagnostic<D extends FramedDiagnostic>(found: D): D {
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

/** Lines stay lines, so that those behind them keep their numbers. */
function maskOf(secret: string): string {
  return secret.includes("\n") ? secret.replaceAll(/[^\n]+/g, MASK) : MASK;
}

/** In a code frame each line of a secret stands by itself. */
function linesOf(secret: string): string[] {
  if (!secret.includes("\n")) return [];
  const lines = secret.split("\n").map((line) => line.trim());
  return lines.filter(({ length }) => length >= SHORTEST_LINE);
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
