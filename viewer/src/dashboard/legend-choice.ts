/** What a chart's legend shows and hides: as its selector does where there is one. */
import { useRef, useState } from "preact/hooks";
import { useApp } from "../app/context.js";
import type { Props } from "../charts/bind.js";
import { takeLegendClicks } from "../charts/legend-clicks.js";
import {
  countEntries,
  legendEntries,
  legendName,
  type LegendEntry,
} from "../charts/legend-entries.js";
import { useMedia } from "../controls/use-media.js";
import type { SelectorState } from "./context.js";

/** Above this many series Plotly's own legend leaves too little room for the drawing. */
export const MOST_IN_SIGHT = 12;
const PHONE = "(max-width: 760px)";

export interface LegendChoice {
  /** In the order of the drawing; empty where Plotly draws the legend, or there is none. */
  readonly entries: readonly LegendEntry[];
  /** How many there will be, as far as that is known before the drawing. */
  readonly coming: number;
  readonly show: (names: readonly string[]) => void;
  readonly toggle: (name: string) => void;
  /** What the drawing depends on. */
  readonly inputs: string;
  /** Traces and layout without what is hidden, and without Plotly's legend where the page has its own. */
  readonly arrange: (
    data: readonly Props[],
    layout: Props,
  ) => { data: readonly Props[]; layout: Props };
  /** To be called with what is drawn. */
  readonly plotted: (element: HTMLElement) => void;
}

/** `governed` are the labels of the series that the selector chooses from. */
export function useLegendChoice(
  selector: SelectorState | undefined,
  governed: readonly string[],
): LegendChoice {
  const { theme } = useApp();
  const phone = useMedia(PHONE) && !theme.paper.value;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [drawn, setDrawn] = useState<readonly LegendEntry[]>([]);
  const [coming, setComing] = useState(0);
  /** Whether what is drawn has its legend on the page. */
  const listed = useRef(false);

  const takes = (name: string) => governed.includes(name);
  const entries =
    drawn.length === 0
      ? drawn
      : [
          ...governed.map(
            (name) => drawn.find((one) => one.name === name) ?? { name, shown: false },
          ),
          ...drawn.filter(({ name }) => !takes(name)),
        ];

  function show(names: readonly string[]): void {
    const own = entries.map(({ name }) => name).filter((name) => !takes(name));
    setHidden(new Set(own.filter((name) => !names.includes(name))));
    if (!selector || governed.length === 0) return;
    const { options, chosen, choose } = selector;
    const wanted = (name: string) => (takes(name) ? names.includes(name) : chosen.has(name));
    choose(options.filter(wanted));
  }

  function toggle(name: string): void {
    if (selector?.selector.type === "single" && takes(name)) return selector.choose([name]);
    const shown = entries.filter((one) => one.shown !== (one.name === name));
    return show(shown.map((one) => one.name));
  }

  return {
    entries,
    coming,
    show,
    toggle,
    inputs: JSON.stringify([phone, ...hidden]),
    arrange(data, layout) {
      const count = countEntries(data);
      const isOwn = phone || count > MOST_IN_SIGHT;
      listed.current = isOwn && layout["showlegend"] !== false;
      setComing(listed.current ? count : 0);
      return {
        data: data.map((trace) =>
          hidden.has(legendName(trace["name"])) ? { ...trace, visible: "legendonly" } : trace,
        ),
        layout: {
          ...layout,
          ...(hidden.size > 0 ? { hiddenlabels: [...hidden] } : {}),
          ...(isOwn ? { showlegend: false } : {}),
        },
      };
    },
    plotted(element) {
      const next = listed.current ? legendEntries(element) : [];
      setDrawn((now) => (JSON.stringify(now) === JSON.stringify(next) ? now : next));
      takeLegendClicks(element, {
        takes,
        toggle(name) {
          if (!selector) return;
          const { options, chosen, choose } = selector;
          if (selector.selector.type === "single") choose([name]);
          else choose(options.filter((one) => chosen.has(one) !== (one === name)));
        },
        isolate: (name) => selector?.choose([name]),
      });
    },
  };
}
