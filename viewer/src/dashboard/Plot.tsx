import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useApp } from "../app/context.js";
import type { Props } from "../charts/bind.js";
import type { Painter } from "../charts/plotly.js";
import { tokenReader, type ReadToken } from "../charts/token.js";
import type { TraceType } from "../charts/trace-types.js";
import { importPart } from "../data/load-failure.js";
import "./plot.css";

/** What Plotly draws: traces and their layout. */
export interface Drawing {
  readonly data: readonly Props[];
  readonly layout: Props;
}

export interface PlotProps {
  readonly label: string;
  readonly types: ReadonlySet<TraceType>;
  /** What to draw; called again when `inputs` or the theme change. */
  readonly compose: (painter: Painter, token: ReadToken) => Drawing;
  /** Values on which the drawing depends. */
  readonly inputs: readonly unknown[];
  /** Whether newer data is on its way. */
  readonly old: boolean;
  /** Called with the drawn element after each drawing that succeeded. */
  readonly onPlotted: (element: HTMLElement) => void;
  /** Called after each drawing: with what was thrown, or without when it is drawn. */
  readonly onFailure: (error?: Error) => void;
}

/** A Plotly chart that fills its card. */
export function Plot({ label, types, compose, inputs, old, onPlotted, onFailure }: PlotProps) {
  const { formatter, painters, theme } = useApp();
  const box = useRef<HTMLDivElement>(null);
  const painter = useRef<Painter>(undefined);
  const paper = theme.paper.value;

  // Before the next task, since paper does not wait for one.
  useLayoutEffect(() => {
    const { current: element } = box;
    if (!element) return undefined;
    let outdated = false;
    async function draw(target: HTMLElement): Promise<void> {
      const loaded = await importPart(painters().then((loader) => loader.load(types)));
      if (outdated) return;
      painter.current = loaded;
      delete target.dataset["painted"];
      const { data, layout } = compose(loaded, tokenReader(document.documentElement));
      const size = paper ? sizeOf(target.parentElement ?? target) : undefined;
      await loaded.draw(target, [...data], { ...layout, ...size }, formatter.value.dates);
      scaleDrawing(target, size);
      target.dataset["painted"] = "";
      if (!outdated) onPlotted(target);
    }
    draw(element).then(
      () => onFailure(),
      (error: unknown) => onFailure(error instanceof Error ? error : new Error(String(error))),
    );
    return () => {
      outdated = true;
    };
  }, [...inputs, theme.mode.value, paper]);

  useEffect(() => {
    const { current: element } = box;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      if (theme.paper.value) return;
      if (element.clientWidth > 0 && element.classList.contains("js-plotly-plot")) {
        painter.current?.resize(element);
      }
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      painter.current?.remove(element);
    };
  }, []);

  return (
    <div class={old ? "plot old" : "plot"} role="img" aria-label={label}>
      <div ref={box} />
    </div>
  );
}

interface Size {
  readonly autosize: false;
  readonly width: number;
  readonly height: number;
}

function sizeOf({ clientWidth, clientHeight }: Element): Size {
  return { autosize: false, width: clientWidth, height: clientHeight };
}

/**
 * Paper may have another width than was drawn for: the drawing then grows or shrinks with its card.
 * Without a size it stays as it is drawn.
 */
function scaleDrawing(element: HTMLElement, size: Size | undefined): void {
  const ratio = size && String(size.width / size.height);
  element.parentElement?.style.setProperty("--drawn-ratio", ratio ?? null);
  for (const drawing of element.querySelectorAll(".main-svg")) {
    if (size) drawing.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    else drawing.removeAttribute("viewBox");
  }
}
