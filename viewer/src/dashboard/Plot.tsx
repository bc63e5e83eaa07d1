import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
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
  /** Called with the drawn element after each drawing that succeeded. */
  readonly onPlotted: (element: HTMLElement) => void;
  /** Called after each drawing that succeeded, with the rows that are not in it. */
  readonly onDrawn: (undrawn: Undrawn) => void;
  /** Called after each drawing that failed, with what was thrown. */
  readonly onFailure: (error: Error) => void;
}

/** A Plotly chart that fills its card. */
export function Plot(props: PlotProps) {
  const { label, types, compose, inputs, old, blank, onPlotted, onDrawn, onFailure } = props;
  const { formatter, painters, theme } = useApp();
  const box = useRef<HTMLDivElement>(null);
  const painter = useRef<Painter>(undefined);
  /** The room for which it is drawn. */
  const drawnSize = useRef("");
  /** Plotly throws into the page's console when it resizes what it could not draw. */
  const isDrawn = useRef(false);
  const paper = theme.paper.value;
  const look = `${theme.mode.value} ${paper}`;
  const drawnLook = useRef(look);

  /** Draws in the room that there is, unless it is drawn so. */
  function refit(element: HTMLElement): void {
    const room = roomOf(element);
    if (!isDrawn.current || room === drawnSize.current) return;
    drawnSize.current = room;
    painter.current?.resize(element);
  }

  // Before the next task, since paper does not wait for one.
  useLayoutEffect(() => {
    const { current: element } = box;
    if (!element) return undefined;
    let outdated = false;
    // All charts together, also since paper does not wait for a turn.
    const atOnce = paper || look !== drawnLook.current;
    drawnLook.current = look;
    delete element.dataset["painted"];
    async function draw(target: HTMLElement): Promise<Undrawn | undefined> {
      const loaded = await importPart(painters().then((loader) => loader.load(types)));
      if (!outdated && !atOnce) await loaded.turn(target);
      if (outdated) return undefined;
      painter.current = loaded;
      isDrawn.current = false;
      const { traces, layout } = compose(loaded, tokenReader(document.documentElement));
      // What is said beside the drawing takes its room first: to draw twice takes twice as long.
      await Promise.resolve();
      if (outdated) return undefined;
      drawnSize.current = roomOf(target);
      const size = paper ? sizeOf(target.parentElement ?? target) : undefined;
      const drawing = { traces, layout: { ...layout, ...size } };
      const undrawn = await drawAllRows(loaded, target, drawing, formatter.value.language);
      if (outdated) return undefined;
      scaleDrawing(target, size);
      target.dataset["painted"] = "";
      isDrawn.current = true;
      onPlotted(target);
      if (!size) refit(target);
      return undrawn;
    }
    draw(element).then(
      (undrawn) => undrawn && onDrawn(undrawn),
      (error: unknown) => onFailure(error instanceof Error ? error : new Error(String(error))),
    );
    return () => {
      outdated = true;
    };
  }, [...inputs, look]);

  useEffect(() => {
    const { current: element } = box;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => {
      if (!theme.paper.value && element.clientWidth > 0) refit(element);
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

interface Size {
  readonly autosize: false;
  readonly width: number;
  readonly height: number;
}

function roomOf({ clientWidth, clientHeight }: Element): string {
  return `${clientWidth} ${clientHeight}`;
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
