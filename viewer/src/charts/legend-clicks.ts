/** What of Plotly's events on a drawn element is used. */
interface LegendEvent {
  readonly curveNumber: number;
  readonly fullData: readonly { readonly name?: unknown }[];
}

interface PlotlyElement {
  readonly on: (event: string, handler: (event: LegendEvent) => boolean) => void;
  readonly removeAllListeners: (event: string) => void;
}

export interface LegendClicks {
  /** Whether clicks on the entry of this name are taken; else Plotly hides and shows it itself. */
  readonly takes: (name: string) => boolean;
  readonly toggle: (name: string) => void;
  /** Double click: only this one. */
  readonly isolate: (name: string) => void;
}

/** As long as Plotly waits for the second click. */
const DOUBLE_CLICK = 300;

/** Takes over clicks on Plotly's own legend of a drawn element. */
export function takeLegendClicks(element: HTMLElement, clicks: LegendClicks): void {
  // Plotly makes every element on which it draws a source of its events.
  const plot = element as unknown as PlotlyElement;
  let pending: ReturnType<typeof setTimeout> | undefined;
  const taken = (act: (name: string) => void) => (event: LegendEvent) => {
    // As the data has it: Plotly got it without markup.
    const name = String(event.fullData[event.curveNumber]?.name).replaceAll("&lt;", "<");
    clearTimeout(pending);
    if (!clicks.takes(name)) return true;
    act(name);
    return false;
  };
  for (const event of ["plotly_legendclick", "plotly_legenddoubleclick"]) {
    plot.removeAllListeners(event);
  }
  plot.on(
    "plotly_legendclick",
    taken((name) => (pending = setTimeout(() => clicks.toggle(name), DOUBLE_CLICK))),
  );
  plot.on("plotly_legenddoubleclick", taken(clicks.isolate));
}
