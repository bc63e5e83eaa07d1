/**
 * Where the characters of a YAML value stand in its text: the head of a block, quotes, escapes,
 * indentation and folded lines are passed over. Undefined when the text does not hold the value
 * character by character, as with an escaped line break.
 */
export function placesIn(raw: string, value: string): ((offset: number) => number) | undefined {
  const places: number[] = [];
  let at = /^[|>][^\n]*\n/.exec(raw)?.[0].length ?? 0;
  for (let i = 0; i < value.length; i++) {
    at = nextPlace(raw, at, value[i] ?? "");
    if (at >= raw.length) {
      // The line break that ends a block may be none of the text.
      if (value.slice(i).trim() !== "") return undefined;
      at = raw.length - 1;
    }
    places.push(at++);
  }
  places.push(at);
  return (offset) => places[Math.max(0, Math.min(offset, value.length))] ?? 0;
}

/** A folded line break is a space in the value. */
function nextPlace(raw: string, from: number, character: string): number {
  for (let at = from; at < raw.length; at++) {
    if (raw[at] === character || (character === " " && raw[at] === "\n")) return at;
  }
  return raw.length;
}
