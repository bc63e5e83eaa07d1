import { CONTENT_POLICY } from "./content-policy.js";
import type { Preload } from "./preloads.js";

const CHARSET = '<meta charset="utf-8" />';

export interface PageHtml {
  /** From the page's folder up to the site's: empty, or `../` some times. */
  readonly root: string;
  readonly title: string;
  readonly description?: string | undefined;
  /** Their addresses are from the site's folder. */
  readonly preloads: readonly Preload[];
}

/**
 * The built page, which names its files from a server's root, as one that names them from where it
 * lies.
 */
export function pageHtml(built: string, { root, title, description, preloads }: PageHtml): string {
  const head = [
    // Looked for in the first kilobyte only, which a long description may fill.
    CHARSET,
    `<meta http-equiv="Content-Security-Policy" content="${escaped(CONTENT_POLICY)}" />`,
    `<meta name="referrer" content="no-referrer" />`,
    ...(description === undefined
      ? []
      : [`<meta name="description" content="${escaped(description)}" />`]),
  ];
  return withPreloads(built, preloads, root)
    .replace(/\b(src|href)="\/(?=assets\/)/g, `$1="${root === "" ? "./" : root}`)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escaped(title)}</title>`)
    .replace(CHARSET, "")
    .replace("<head>", () => ["<head>", ...head].join("\n    "));
}

const LINKS: Readonly<Record<Preload["as"], string>> = {
  script: 'rel="modulepreload"',
  style: 'rel="preload" as="style"',
  data: 'rel="preload" as="fetch"',
};

/** A page that names what it will ask for; `root` begins the addresses. */
export function withPreloads(html: string, preloads: readonly Preload[], root: string): string {
  const links = preloads.map(
    ({ as, url }) => `<link ${LINKS[as]} crossorigin href="${escaped(root + url)}" />`,
  );
  return html.replace("</head>", () => [...links, "</head>"].join("\n    "));
}

/**
 * For addresses that lead nowhere. It is shown at any depth, so it names no file; hosts without one
 * would answer with the site's first page instead, whose addresses are wrong there.
 */
export function notFoundHtml(project: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    ${CHARSET}
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Not found · ${escaped(project)}</title>
  </head>
  <body>
    <h1>There is no such page</h1>
    <p>${escaped(project)} has no page at this address.</p>
  </body>
</html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
