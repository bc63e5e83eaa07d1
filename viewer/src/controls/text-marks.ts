/**
 * Marks in a text of Markdown, in whose places other texts stand once it is HTML: so those are never
 * read as Markdown or HTML. The characters around a mark's number are for private use: no font and
 * no reader gives them a meaning.
 */
const [BEGIN, END] = ["\uE000", "\uE001"];
const MARK = /\uE000(\d+)\uE001/g;
/** The same in addresses. */
const ENCODED = /%EE%80%80(\d+)%EE%80%81/gi;
/** Attributes that readers get to see or to follow. */
const ATTRIBUTES = ["href", "title", "alt"];

/** A text with marks in the place of some of its parts, which are in order. */
export function markedText(
  text: string,
  parts: readonly { readonly start: number; readonly end: number }[],
): string {
  let marked = "";
  let taken = 0;
  for (const [index, { start, end }] of parts.entries()) {
    marked += `${text.slice(taken, start)}${BEGIN}${index}${END}`;
    taken = end;
  }
  return marked + text.slice(taken);
}

/** A plain text with others in the place of its marks. */
export function fillMarks(text: string, texts: readonly string[]): string {
  return text.replace(MARK, (_mark, index: string) => texts[Number(index)] ?? "");
}

/** Puts texts into the marks of HTML that is safe, which it stays. */
export function fillMarksIn(fragment: DocumentFragment, texts: readonly string[]): void {
  const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    node.nodeValue = fillMarks(node.nodeValue ?? "", texts);
  }
  for (const element of fragment.querySelectorAll("*")) {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      if (value === null) continue;
      // In an address a text is a part of it and nothing else: it chooses no scheme and no host.
      const encoded = texts.map((text) => (name === "href" ? encodeURIComponent(text) : text));
      const plain = value.replace(ENCODED, `${BEGIN}$1${END}`);
      const filled = fillMarks(plain, encoded);
      if (filled !== value) element.setAttribute(name, filled);
    }
  }
}
