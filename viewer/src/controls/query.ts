/**
 * Choices in the address: `?region=DACH,Nordics` of selectors, `?region=DACH&region=Nordics` of
 * inputs. Each value is encoded by itself, so that commas in names survive.
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
  return replaced(
    query,
    name,
    values === undefined ? [] : [`${encode(name)}=${values.map(encode).join(",")}`],
  );
}

/** All values under a name, where it stands once for each of them. */
export function readValues(query: string, name: string): string[] {
  return pairs(query).flatMap(([key, value]) => (decode(key) === name ? [decode(value)] : []));
}

/** The query with the name once for each of these values. Other names keep their place. */
export function writeValues(query: string, name: string, values: readonly string[]): string {
  return replaced(
    query,
    name,
    values.map((value) => `${encode(name)}=${encode(value)}`),
  );
}

/** What a query says of inputs of these names, as it stands. */
export function queryOf(query: string, names: readonly string[]): string {
  const kept = new Set(names.flatMap((name) => [name, `${name}:null`, `${name}:none`]));
  return pairs(query)
    .filter(([key]) => kept.has(decode(key)))
    .map(([key, value]) => `${key}=${value}`)
    .join("&");
}

/** `written` where the name stands first, else at the end. */
function replaced(query: string, name: string, written: readonly string[]): string {
  const parts: string[] = [];
  let placed = false;
  for (const [key, value] of pairs(query)) {
    if (decode(key) !== name) parts.push(`${key}=${value}`);
    else if (!placed) parts.push(...written);
    placed ||= decode(key) === name;
  }
  if (!placed) parts.push(...written);
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
