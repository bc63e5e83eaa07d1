import type { ElementStyle } from "./types.js";

/**
 * PostgreSQL's text form of an array as JSON text, with every digit kept: `{1,NULL,3}` becomes
 * `[1,null,3]`. NaN and infinities become strings; lower bounds other than 1 are left out.
 */
export function arrayToJson(text: string, style: ElementStyle): string {
  // Bounds stand before the braces: `[0:2]={…}`.
  let at = text.indexOf("{");
  let json = "";
  for (; at < text.length; at++) {
    const char = text[at];
    if (char === "{") json += "[";
    else if (char === "}") json += "]";
    else if (char === ",") json += ",";
    else if (char === '"') {
      const [value, end] = quoted(text, at + 1);
      json += element(value, style);
      at = end;
    } else {
      const end = nextDelimiter(text, at);
      const value = text.slice(at, end);
      json += value === "NULL" ? "null" : element(value, style);
      at = end - 1;
    }
  }
  return json;
}

function element(value: string, style: ElementStyle): string {
  switch (style) {
    case "bool":
      return value === "t" ? "true" : "false";
    case "json":
      return value;
    case "number":
      return /^-?\d/.test(value) ? value : JSON.stringify(value);
    default:
      return JSON.stringify(value);
  }
}

/** The text up to the closing quote, without the backslashes, and where that quote stands. */
function quoted(text: string, start: number): [value: string, end: number] {
  let value = "";
  let at = start;
  for (; at < text.length && text[at] !== '"'; at++) {
    if (text[at] === "\\") at++;
    value += text[at];
  }
  return [value, at];
}

function nextDelimiter(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== "," && text[at] !== "}") at++;
  return at;
}
