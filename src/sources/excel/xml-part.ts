/** XML in pieces. Names of elements and attributes come without their prefix. */
import { TextDecoder } from "node:util";
import { Parser } from "saxen";

export interface PartHandlers {
  /** An empty element is closed at once. */
  readonly open: (name: string, attribute: (name: string) => string | undefined) => void;
  readonly close?: (name: string) => void;
  /** A text may come in several calls. */
  readonly text?: (text: string) => void;
}

/** Elements within each other; a workbook's have fewer than 20. */
const MOST_DEPTH = 256;
/** Characters of one text or tag. */
const LONGEST_TOKEN = 16 * 1024 ** 2;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  gt: ">",
  lt: "<",
  quot: '"',
};

/** Takes pieces of a part, which may end anywhere, and calls the handlers. */
export interface PartParser {
  write(piece: Uint8Array): void;
  /** Throws where the part breaks off. */
  end(): void;
}

/** Throws at what is not well-formed. */
export function createPartParser({ open, close, text }: PartHandlers): PartParser {
  let depth = 0;
  let unseen = 0;
  const parser = new Parser();
  parser.on("openTag", (name, attributes) => {
    unseen = 0;
    depth += 1;
    if (depth > MOST_DEPTH) throw new Error("its XML is nested too deeply");
    open(localName(name), (wanted) => {
      const value = attributeOf(attributes(), wanted);
      return value === undefined ? undefined : decodeEntities(value);
    });
  });
  parser.on("closeTag", (name) => {
    depth -= 1;
    close?.(localName(name));
  });
  if (text) {
    // As XML has it: a line ends with one character, however it was written.
    parser.on("text", (part) => text(decodeEntities(part.replaceAll(/\r\n?/g, "\n"))));
    parser.on("cdata", (part) => text(part.replaceAll(/\r\n?/g, "\n")));
  }
  let decoder: TextDecoder | undefined;
  return {
    write(piece) {
      decoder ??= new TextDecoder(encodingOf(piece), { fatal: true });
      const part = decoder.decode(piece, { stream: true });
      unseen += part.length;
      if (unseen > LONGEST_TOKEN) throw new Error("it has a text of more than 16 MB");
      parser.write(part);
    },
    end() {
      parser.write(decoder?.decode() ?? "");
      parser.end();
    },
  };
}

/** Reads a part to its end. */
export async function parsePart(
  pieces: AsyncIterable<Uint8Array>,
  handlers: PartHandlers,
): Promise<void> {
  const parser = createPartParser(handlers);
  for await (const piece of pieces) parser.write(piece);
  parser.end();
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  return start[0] === 0xfe && start[1] === 0xff ? "utf-16be" : "utf-8";
}

function attributeOf(
  attributes: Readonly<Record<string, string>>,
  name: string,
): string | undefined {
  if (name in attributes) return attributes[name];
  const key = Object.keys(attributes).find((key) => localName(key) === name);
  return key === undefined ? undefined : attributes[key];
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** The parser's own decoder cuts characters beyond 16 bits. */
function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (typeof name === "string") return ENTITIES[name] ?? whole;
    const code = typeof hex === "string" ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
