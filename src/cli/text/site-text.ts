import type { Origin } from "../../contract/origin.js";
import type { PublicResult, PublishedSite } from "../../site/publish-site.js";
import type { Sink } from "../terminal.js";
import { counted, groupedDigits, singleLine } from "./plain-text.js";

/** What was published, and whose rows and columns everybody can read from now on. */
export function siteText(site: PublishedSite, folder: string, { colors }: Sink): string {
  const { bold, dim } = colors;
  const { pages, files, bytes, asOf, results, origins, queries = [] } = site;
  const size = [counted(pages.length, "dashboard"), counted(files, "file"), sizeText(bytes)];
  const head = `Published to ${bold(singleLine(folder))}: ${size.join(", ")}.`;
  const age = asOf === undefined ? "" : ` Data as of ${asOf}.`;
  const lines = results.flatMap((result) => [
    `  ${result.kind} ${bold(singleLine(result.name))}${switchesText(result)}, ${counted(result.rows, "row")}\n`,
    `    ${dim(columnsText(result))}\n`,
  ]);
  const asked = queries.map(
    ({ kind, name, file, line }) =>
      `  query of ${kind} ${bold(singleLine(name))}, ${dim(`${singleLine(file)}:${line}`)}\n`,
  );
  const told = [...lines, ...asked, ...sourcesText(origins)].join("");
  if (told === "") return `${head} It holds no rows.\n`;
  return `${head}${age}\n\nEverybody who can open the site can read:\n\n${told}`;
}

/** Cards say of what kinds of sources they are made. */
function sourcesText(origins: readonly Origin[]): string[] {
  const texts = origins.map(({ type, name }) =>
    name === undefined ? type : `${singleLine(name)} (${type})`,
  );
  const named = origins.some(({ name }) => name !== undefined);
  const what = named ? "sources" : "types of sources";
  return texts.length === 0 ? [] : [`  ${what}: ${[...new Set(texts)].join(", ")}\n`];
}

function switchesText({ switches }: PublicResult): string {
  return switches === undefined ? "" : ` (${singleLine(switches)})`;
}

function columnsText({ columns, cohorts, inputs = [] }: PublicResult): string {
  const names = columns.map(({ name }) => singleLine(name));
  const shown = [...names, ...(cohorts ? ["cohort"] : [])].join(", ") || "no columns";
  const finer = inputs.map(singleLine).join(", ");
  return finer === "" ? shown : `${shown}; for inputs also by ${finer}`;
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000
    ? `${groupedDigits(Math.ceil(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
