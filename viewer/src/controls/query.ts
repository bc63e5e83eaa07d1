/**
 * Choices in the address: `?region=DACH,Nordics`. Each value is encoded by itself, so that commas
 * in names survive.
 */

/**
 * The chosen values under a name; undefined when the address does not say, which means the default.
 */
export function readChoice(query: string, name: string): string[] | undefined {
  for (const [key, value] of pairs(query)) {
    if (decode(key) === name) return value === "" ? [] : value.split(",").map(decode);
  }
  return undefined;
}

/**
 * The query with the choice set, or without it when `values` is undefined. Other names keep their
 * place.
 */
export function writeChoice(
  query: string,
  name: string,
  values: readonly string[] | undefined,
): string {
  const written =
    values === undefined ? undefined : `${encode(name)}=${values.map(encode).join(",")}`;
  const parts: string[] = [];
  let placed = false;
  for (const [key, value] of pairs(query)) {
    if (decode(key) !== name) parts.push(`${key}=${value}`);
    else if (written !== undefined && !placed) {
      parts.push(written);
      placed = true;
    }
  }
  if (written !== undefined && !placed) parts.push(written);
  return parts.join("&");
}

function pairs(query: string): [string, string][] {
  return query
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
    });
}

/** Spaces as `+`, and what needs no encoding in a query left readable. */
function encode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("%20", "+")
    .replaceAll("%3A", ":")
    .replaceAll("%2F", "/");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
