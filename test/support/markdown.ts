/** What tests read of a page in Markdown: links, anchors, commands and blocks of code. */

export interface Link {
  /** As written, without the anchor; empty within the page. */
  readonly target: string;
  readonly anchor?: string;
}

/** Links and pictures whose targets lie in this repository. */
export function localLinks(page: string): Link[] {
  const text = withoutCode(page);
  return [...text.matchAll(/\]\(([^)\s]*)[^)]*\)/g)]
    .map(([, address = ""]) => address)
    .filter((address) => !/^[a-z]+:/.test(address))
    .map((address) => {
      const [target = "", anchor] = address.split("#");
      return { target, ...(anchor !== undefined && { anchor }) };
    });
}

/**
 * The anchors that GitHub makes of a page's headings: letters, digits, `-` and `_`; a second one of
 * a name is `name-1`.
 */
export function anchors(page: string): Set<string> {
  const made = new Map<string, number>();
  for (const [, heading = ""] of withoutFences(page).matchAll(/^#{1,6}[ \t]+(.*?)[ \t]*#*$/gm)) {
    const plain = heading.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1");
    const name = plain
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
      .replaceAll(" ", "-");
    let anchor = name;
    while (made.has(anchor)) {
      const times = (made.get(name) ?? 0) + 1;
      made.set(name, times);
      anchor = `${name}-${times}`;
    }
    made.set(anchor, 0);
  }
  return new Set(made.keys());
}

/** The contents of a page's blocks in a language. */
export function blocks(page: string, language: string): string[] {
  return [...page.matchAll(/^```(\w*).*\n([\s\S]*?)^```$/gm)]
    .filter(([, written]) => written === language)
    .map(([, , content = ""]) => content);
}

/** Commands in blocks of `sh`, each by itself and without what is said of it. */
export function commands(page: string): string[] {
  return blocks(page, "sh")
    .flatMap((block) => block.split(/\n|&&/))
    .map((line) => line.replace(/(?:^|\s)#.*$/, "").trim())
    .filter((line) => line !== "");
}

/** What stands between single backticks, outside blocks. */
export function codeSpans(page: string): string[] {
  return [...withoutFences(page).matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
}

function withoutFences(page: string): string {
  return page.replaceAll(/^```[\s\S]*?^```$/gm, "");
}

function withoutCode(page: string): string {
  return withoutFences(page).replaceAll(/`[^`\n]*`/g, "");
}
