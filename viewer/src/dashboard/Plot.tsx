import { useEffect, useRef } from "preact/hooks";
import { useApp } from "../app/context.js";
import { drawAllRows, type Drawing } from "../charts/draw-all-rows.js";
import type { Painter } from "../charts/plotly.js";
import { tokenReader, type ReadToken } from "../charts/token.js";
import type { TraceType } from "../charts/trace-types.js";
import type { Undrawn } from "../charts/undrawn.js";
import { importPart } from "../data/load-failure.js";
import "./plot.css";

export interface PlotProps {
  readonly label: string;
  readonly types: ReadonlySet<TraceType>;
  /** What to draw; called again when `inputs` or the theme change. */
  readonly compose: (painter: Painter, token: ReadToken) => Drawing;
  /** Values on which the drawing depends. */
  readonly inputs: readonly unknown[];
  /** Whether newer data is on its way. */
  readonly old: boolean;
  /** There is nothing to see in the drawing: what says so takes its place. */
  readonly blank: boolean;
  /** Called after each drawing that succeeded, with the rows that are not in it. */
  readonly onDrawn: (undrawn: Undrawn) => void;
  /** Called after each drawing that failed, with what was thrown. */
  readonly onFailure: (error: Error) => void;
}

/** A Plotly chart that fills its card. */
export function Plot({ label, types, compose, inputs, old, blank, onDrawn, onFailure }: PlotProps) {
  const { formatter, painters, theme } = useApp();
  const box = useRef<HTMLDivElement>(null);
  const painter = useRef<Painter>(undefined);
  /** Plotly throws into the page's console when it resizes what it could not draw. */
  const isDrawn = useRef(false);

  useEffect(() => {
    const { current: element } = box;
    if (!element) return undefined;
    let outdated = false;
    async function draw(target: HTMLElement): Promise<Undrawn | undefined> {
      const loaded = await importPart(painters().then((loader) => loader.load(types)));
      if (outdated) return undefined;
      painter.current = loaded;
      isDrawn.current = false;
      const { clientWidth, clientHeight } = target;
      const drawing = compose(loaded, tokenReader(document.documentElement));
      const undrawn = await drawAllRows(loaded, target, drawing, formatter.value.dates);
      if (outdated) return undefined;
      isDrawn.current = true;
      if (target.clientWidth !== clientWidth || target.clientHeight !== clientHeight) {
        loaded.resize(target);
      }
      return undrawn;
    }
    draw(element).then(
      (undrawn) => undrawn && onDrawn(undrawn),
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
      if (element.clientWidth > 0 && isDrawn.current) painter.current?.resize(element);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      painter.current?.remove(element);
    };
  }, []);

  return (
    <div class={`plot${old ? " old" : ""}${blank ? " blank" : ""}`} role="img" aria-label={label}>
      <div ref={box} />
    </div>
  );
}
