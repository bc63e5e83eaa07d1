/** Encodings that DuckDB reads without an extension; its UTF-16 knows one order of bytes only. */
export const NATIVE_ENCODINGS = ["utf-8", "latin-1"] as const;

/** Encodings that are turned into UTF-8 first, by the names that the web has for them. */
export const OTHER_ENCODINGS = [
  "utf-16",
  "windows-1250",
  "windows-1251",
  "windows-1252",
  "windows-1253",
  "windows-1254",
  "iso-8859-2",
  "iso-8859-15",
  "koi8-r",
  "shift_jis",
  "euc-jp",
  "euc-kr",
  "gb18030",
  "big5",
] as const;

/**
 * The name by which a decoder knows an encoding. The order of UTF-16's bytes is told by the mark at
 * its beginning, else by which of the two bytes of the first character, mostly a Latin one, is 0.
 */
export function decoderLabel(encoding: string, head: Uint8Array): string {
  if (encoding === "latin-1") return "latin1";
  if (encoding !== "utf-16") return encoding;
  const [first, second] = head;
  const isBigEndian = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  return isBigEndian ? "utf-16be" : "utf-16le";
}

/** Whether bytes are UTF-16, by its mark or by the zeros beside Latin characters. */
export function isUtf16(head: Uint8Array): boolean {
  const [first, second, third, fourth] = head;
  if (first === 0xff && second === 0xfe) return !(third === 0 && fourth === 0);
  if (first === 0xfe && second === 0xff) return true;
  const zeros = [first, second, third, fourth].map((byte) => byte === 0).join();
  return zeros === "false,true,false,true" || zeros === "true,false,true,false";
}
