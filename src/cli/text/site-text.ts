import type { PublicResult, PublishedSite } from "../../site/publish-site.js";
import type { Sink } from "../terminal.js";
import { counted, groupedDigits, singleLine } from "./plain-text.js";

/** What was published, and whose rows and columns everybody can read from now on. */
export function siteText(site: PublishedSite, folder: string, { colors }: Sink): string {
  const { bold, dim } = colors;
  const { pages, files, bytes, asOf, results } = site;
  const size = [counted(pages.length, "dashboard"), counted(files, "file"), sizeText(bytes)];
  const head = `Published to ${bold(singleLine(folder))}: ${size.join(", ")}.`;
  const age = asOf === undefined ? "" : ` Data as of ${asOf}.`;
  if (results.length === 0) return `${head} It holds no rows.\n`;
  const lines = results.flatMap((result) => [
    `  ${result.kind} ${bold(singleLine(result.name))}, ${counted(result.rows, "row")}\n`,
    `    ${dim(columnsText(result))}\n`,
  ]);
  return `${head}${age}\n\nEverybody who can open the site can read:\n\n${lines.join("")}`;
}

function columnsText({ columns, cohorts }: PublicResult): string {
  const names = columns.map(({ name }) => singleLine(name));
  return [...names, ...(cohorts ? ["cohort"] : [])].join(", ") || "no columns";
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000
    ? `${groupedDigits(Math.ceil(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
