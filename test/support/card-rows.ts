/** What the card of a chart accounts for: rows that are drawn, and rows that it names as not drawn. */
import { fileURLToPath } from "node:url";
import type { Locator } from "playwright-core";
import { build } from "vite";
import type { SiteTrace } from "../../src/contract/pages/dashboard.js";
import type { Drawn } from "./drawn-marks.js";
import { rowsDrawn } from "./rows-of-picture.js";

/** A chart as its card shows it. */
export interface Picture {
  readonly drawn: readonly Drawn[];
  /** Rows that the card says are not drawn. */
  readonly named: number;
  /** The card says that there is nothing to see. */
  readonly isBlank: boolean;
  /** The card says that Plotly failed, or that a row is missing for no reason that it knows. */
  readonly isBroken: boolean;
}

/** The script that reads marks in a page, to be added before the page is opened. */
export async function marksScript(): Promise<string> {
  const entry = fileURLToPath(new URL("drawn-marks.ts", import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, lib: { entry, formats: ["iife"], name: "headwaterMarks" } },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  const [file] = bundle && "output" in bundle ? bundle.output : [];
  const code = file && "code" in file ? file.code : "";
  return `${code};globalThis.drawnMarks=headwaterMarks.drawnMarks`;
}

/** A number without a gauge is text of the page, not a mark. */
export function isNumber({ type, props: { mode } }: SiteTrace): boolean {
  return type === "indicator" && !(typeof mode === "string" && mode.includes("gauge"));
}

/** All rows that are accounted for; a picture of none of them says so, and no other one. */
export async function balance(
  card: Locator,
): Promise<{ rows: number; isBlank: boolean; isBroken: boolean }> {
  const { drawn, named, isBlank, isBroken } = await pictureOf(card);
  const count = drawn.reduce((sum, one) => sum + rowsDrawn(one), 0);
  return { rows: count + named, isBlank: isBlank !== (count === 0), isBroken };
}

export async function pictureOf(card: Locator): Promise<Picture> {
  const said = (await card.locator(".card-note, .card-state").allInnerTexts()).join("\n");
  const [, named = "0"] = /([\d,]+) of [\d,]+ rows? (?:is|are) not drawn/.exec(said) ?? [];
  const drawn = await card.locator(".plot > div").evaluate((element) => {
    const { drawnMarks } = globalThis as unknown as { drawnMarks: (element: Element) => Drawn[] };
    return "calcdata" in element ? drawnMarks(element) : [];
  });
  return {
    drawn,
    named: Number(named.replaceAll(",", "")),
    isBlank: said.includes("Nothing to draw"),
    isBroken:
      said.includes("no place in the chart") || (await card.locator(".failure").count()) > 0,
  };
}
