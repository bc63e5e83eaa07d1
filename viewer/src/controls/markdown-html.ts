/**
 * Markdown to HTML that cannot run anything, for text that the project's author wrote and for table
 * cells marked as markdown.
 */
import DOMPurify from "dompurify";
import { Marked } from "marked";
import { fillMarksIn } from "./text-marks.js";
import type { SitePages } from "./site-pages.js";

/** Elements that a text needs; no forms, frames, styles or scripts. */
const ALLOWED = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: [
    "style",
    "form",
    "input",
    "button",
    "textarea",
    "select",
    "iframe",
    "video",
    "audio",
  ],
  FORBID_ATTR: ["style", "target", "id", "name"],
};

/**
 * Handlers go before the HTML is parsed: they never run, but the browser would report each one as
 * blocked.
 */
const reader = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => text.replaceAll(/\son[a-z]+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""),
  },
});

/**
 * HTML that may be put into the page as it is; `texts` stand in the place of its marks.
 */
export function markdownHtml(
  markdown: string,
  texts: readonly string[],
  pages: SitePages | undefined,
): string {
  const fragment = DOMPurify.sanitize(reader.parse(markdown, { async: false }), {
    ...ALLOWED,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const picture of fragment.querySelectorAll("img")) {
    if (!picture.getAttribute("src")?.startsWith("data:image/")) replaceByText(picture);
  }
  if (texts.length > 0) fillMarksIn(fragment, texts);
  for (const link of fragment.querySelectorAll("a[href]")) safeLink(link, pages);
  orderHeadings(fragment);
  const holder = document.createElement("div");
  holder.append(fragment);
  return holder.innerHTML;
}

/**
 * Headings go on from that of the page, which alone has the first level, and leave out none, so that
 * they are an outline of it. Each looks as it was written: its class says how deep that was.
 */
function orderHeadings(fragment: DocumentFragment): void {
  const headings = [...fragment.querySelectorAll("h1, h2, h3, h4, h5, h6")];
  const written = [...new Set(headings.map(({ localName }) => localName))].toSorted();
  let last = 1;
  for (const heading of headings) {
    last = Math.min(written.indexOf(heading.localName) + 2, last + 1, 6);
    const moved = document.createElement(`h${last}`);
    moved.className = `as-${heading.localName}`;
    moved.append(...heading.childNodes);
    heading.replaceWith(moved);
  }
}

/**
 * What a link leads to that is written in a text: the path of a page of the site begins with `/`,
 * wherever the site is published. All others are as they are written.
 */
function writtenLink(href: string, pages: SitePages | undefined): string {
  const [, path, rest = ""] = /^\/(?!\/)([^?#]*)(.*)$/s.exec(href) ?? [];
  if (!pages || path === undefined || !pages.isPage(path)) return href;
  // A page is a folder of the site, and not every host adds the slash.
  const isWhole = path === "" || /(\/|\.html)$/.test(path);
  return pages.root.pathname + path + (isWhole ? "" : "/") + rest;
}

/** Links to other hosts open beside the page and learn nothing of it. */
function safeLink(link: Element, pages: SitePages | undefined): void {
  const href = writtenLink(link.getAttribute("href") ?? "", pages);
  link.setAttribute("href", href);
  const url = new URL(href, location.href);
  if (url.origin === location.origin) return;
  link.setAttribute("target", "_blank");
  link.setAttribute("rel", "noopener noreferrer");
}

/** A picture from elsewhere would be a request that leaves the page; its description stays. */
function replaceByText(picture: Element): void {
  picture.replaceWith(picture.getAttribute("alt") ?? "");
}
