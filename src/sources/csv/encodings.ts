/** Encodings that DuckDB reads without an extension. */
export const NATIVE_ENCODINGS = ["utf-8", "utf-16", "latin-1"] as const;

/** Encodings that are turned into UTF-8 first, by the names that the web has for them. */
export const OTHER_ENCODINGS = [
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
