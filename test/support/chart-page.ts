/** Reads what Plotly made of a chart on a page. */
import type { Page } from "playwright-core";

export interface DrawnTrace {
  readonly type: string;
  readonly name: string;
  readonly visible: boolean | string;
  readonly mode?: string;
  readonly x?: readonly unknown[];
  readonly y?: readonly unknown[];
  readonly text?: unknown;
  /** Colour of the trace's line or marker. */
  readonly colour?: unknown;
}

/** Waits until the chart of this title is drawn and tells what it drew. */
export async function drawnTraces(page: Page, title: string): Promise<DrawnTrace[]> {
  const label = new RegExp(`^${title}($|:| \\()`);
  const plot = page.getByRole("img", { name: label }).locator(".js-plotly-plot[data-painted]");
  await plot.waitFor({ state: "attached" });
  return plot.evaluate((element) => {
    // Plotly keeps what it understood of the traces on the element.
    const { _fullData: data } = element as unknown as { _fullData: Record<string, unknown>[] };
    const list = (value: unknown) =>
      Array.isArray(value) || ArrayBuffer.isView(value)
        ? Array.from(value as ArrayLike<unknown>)
        : undefined;
    const colourOf = (part: unknown) =>
      typeof part === "object" && part !== null ? Reflect.get(part, "color") : undefined;
    return data.map((trace) => ({
      type: String(trace["type"]),
      name: String(trace["name"]),
      visible: trace["visible"] as boolean | string,
      text: trace["text"],
      colour: colourOf(trace["marker"]) ?? colourOf(trace["line"]),
      ...(typeof trace["mode"] === "string" ? { mode: trace["mode"] } : {}),
      ...(list(trace["x"]) ? { x: list(trace["x"]) ?? [] } : {}),
      ...(list(trace["y"]) ? { y: list(trace["y"]) ?? [] } : {}),
    }));
  });
}

/** What Plotly computed of a chart. */
export interface DrawnPlot {
  readonly axes: Readonly<Record<string, { type: string; categories: readonly string[] }>>;
  /** Of bars: place and length. */
  readonly points: readonly { place: unknown; size: unknown }[];
  readonly names: readonly string[];
  readonly labels: readonly string[];
  readonly planes: readonly unknown[];
  readonly colours: readonly unknown[];
}

/** Waits until the chart of this title is drawn and tells where everything is. */
export async function drawnPlot(page: Page, title: string): Promise<DrawnPlot> {
  const label = new RegExp(`^${title}($|:| \\()`);
  const plot = page.getByRole("img", { name: label }).locator(".js-plotly-plot[data-painted]");
  await plot.waitFor({ state: "attached" });
  return plot.evaluate((element) => {
    type Fields = Record<string, unknown>;
    // Plotly keeps what it computed on the element.
    const { calcdata, _fullLayout: layout } = element as unknown as {
      calcdata: (Fields & { trace: Fields })[][];
      _fullLayout: Record<string, { type: string; _categories?: string[] }>;
    };
    const axes = Object.entries(layout).filter(([key]) => /^[xy]axis\d*$/.test(key));
    const points = calcdata.flat();
    return {
      axes: Object.fromEntries(
        axes.map(([key, { type, _categories: categories = [] }]) => [key, { type, categories }]),
      ),
      points: points.map((point) => ({ place: point["p"], size: point["s"] })),
      names: calcdata.map(([first]) => String(first?.trace["name"])),
      labels: points.map((point) => String(point["label"])),
      planes: calcdata.map(([first]) => first?.["z"]),
      colours: points.map((point) => point["mc"]),
    };
  });
}
