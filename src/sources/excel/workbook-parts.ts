/**
 * The XML parts of a workbook, which is a ZIP archive. Names of elements and attributes come
 * without their prefix.
 */
import { unzipSync } from "fflate";
import { Parser } from "saxen";

export interface PartHandlers {
  /** An empty element is closed at once. */
  readonly open: (name: string, attribute: (name: string) => string | undefined) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: () => string) => void;
}

/** Deflated data grows by no more than this. */
const MOST_GROWTH = 1032;
/** The parser gets pieces of so many bytes, for a whole part may be too long for a string. */
const PIECE_BYTES = 1024 ** 2;

/**
 * Reads a part to its end; does nothing when the archive has none of that path. Throws at what is
 * no archive and no XML, and where the archive's directory is wrong about the size of the part.
 */
export function parsePart(archive: Uint8Array, path: string, handlers: PartHandlers): void {
  const bytes = partBytes(archive, path);
  if (!bytes) return;
  const parser = createParser(handlers);
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    parser.write(decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true }));
  }
  parser.end();
}

/**
 * As much memory is taken as the directory claims, so a claim that cannot be true is refused
 * before.
 */
function partBytes(archive: Uint8Array, path: string): Uint8Array | undefined {
  const parts = unzipSync(archive, {
    filter({ name, size, originalSize }) {
      if (name !== path) return false;
      if (originalSize > size * MOST_GROWTH) throw new Error(`the size of \`${path}\` is wrong`);
      return true;
    },
  });
  return parts[path];
}

function createParser({ open, close, text }: PartHandlers): Parser {
  const parser = new Parser().on("openTag", (name, attributes, decodeEntities) =>
    open(localName(name), (wanted) => {
      const value = attributeOf(attributes(), wanted);
      return value === undefined ? undefined : decodeEntities(value);
    }),
  );
  if (close) parser.on("closeTag", (name) => close(localName(name)));
  if (text) parser.on("text", (part, decodeEntities) => text(() => decodeEntities(part)));
  return parser;
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
