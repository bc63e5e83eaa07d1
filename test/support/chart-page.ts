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
  const plot = page.getByRole("img", { name: label }).locator(".js-plotly-plot");
  await plot.locator(".main-svg").first().waitFor({ state: "attached" });
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
