import { useEffect, useRef } from "preact/hooks";
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
  /** Called after each drawing: with what was thrown, or without when it is drawn. */
  readonly onFailure: (error?: Error) => void;
}

/** A Plotly chart that fills its card. */
export function Plot({ label, types, compose, inputs, old, onFailure }: PlotProps) {
  const { formatter, painters, theme } = useApp();
  const box = useRef<HTMLDivElement>(null);
  const painter = useRef<Painter>(undefined);

  useEffect(() => {
    const { current: element } = box;
    if (!element) return undefined;
    let outdated = false;
    async function draw(target: HTMLElement): Promise<void> {
      const loaded = await importPart(painters().then((loader) => loader.load(types)));
      if (outdated) return;
      painter.current = loaded;
      const { data, layout } = compose(loaded, tokenReader(document.documentElement));
      await loaded.draw(target, [...data], layout, formatter.value.dates);
    }
    draw(element).then(
      () => onFailure(),
      (error: unknown) => onFailure(error instanceof Error ? error : new Error(String(error))),
    );
    return () => {
      outdated = true;
    };
  }, [...inputs, theme.mode.value]);

  useEffect(() => {
    const { current: element } = box;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
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
