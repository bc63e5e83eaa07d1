/**
 * Loads Plotly piece by piece and draws with it. An unregistered type would silently be drawn as
 * scatter, so types come first.
 */
import plotlyStyles from "plotly.js/dist/plotly.css?url";
import { mapOutlinesFolder } from "virtual:map-outlines";
import type { Language } from "../format/value.js";
import type { Props } from "./bind.js";
import { glPixelRatio } from "./gl-pixels.js";
import { shortLabels } from "./short-labels.js";
import type { TraceAttributes } from "./value-slots.js";
import { TRACE_MODULES, type TraceType } from "./trace-types.js";
import { createTurns, type TakeTurn } from "./turns.js";

/** The part of Plotly that is used. */
interface Plotly {
  readonly register: (modules: readonly unknown[]) => void;
  readonly react: (
    element: HTMLElement,
    data: Props[],
    layout: Props,
    config: Props,
  ) => Promise<unknown>;
  readonly toImage: (
    element: HTMLElement,
    options: { format: "svg"; width: null; height: null; imageDataOnly: true },
  ) => Promise<string>;
  readonly purge: (element: HTMLElement) => void;
  readonly Plots: { resize(element: HTMLElement): Promise<unknown> | undefined };
}

/** Draws on elements of the page; it knows the types that it was loaded for. */
export interface Painter {
  /** To be awaited before drawing, unless everything has to be drawn at once. */
  readonly turn: TakeTurn;
  readonly draw: (
    element: HTMLElement,
    data: Props[],
    layout: Props,
    language: Language,
  ) => Promise<void>;
  readonly resize: (element: HTMLElement) => void;
  readonly remove: (element: HTMLElement) => void;
  /** What is drawn on an element, in its size, as SVG. */
  readonly picture: (element: HTMLElement) => Promise<string>;
  readonly attributes: (type: TraceType) => TraceAttributes | undefined;
}

export interface PainterLoader {
  /** A painter that can draw these types. */
  readonly load: (types: Iterable<TraceType>) => Promise<Painter>;
}

/** `root` is the folder of the published page, from which map outlines are fetched. */
export function createPainterLoader(document: Document, root: URL): PainterLoader {
  const attributes = new Map<TraceType, TraceAttributes>();
  const turn = createTurns(document.defaultView ?? window);
  let core: Promise<Plotly> | undefined;

  async function register(type: TraceType, plotly: Plotly): Promise<void> {
    if (attributes.has(type)) return;
    const module = withoutDefault(await TRACE_MODULES[type]());
    // Each trace module of Plotly carries its schema under this name.
    const { attributes: schema } = module as { attributes: TraceAttributes };
    plotly.register([module]);
    attributes.set(type, schema);
  }

  return {
    async load(types) {
      core ??= loadCore(document);
      const plotly = await core;
      await Promise.all([...new Set(types)].map((type) => register(type, plotly)));
      return {
        turn,
        async draw(element, data, layout, language) {
          const labels = shortLabels(data, layout, sizeOf(element, layout));
          const ratio = glPixelRatio(labels.data, document.defaultView?.devicePixelRatio ?? 1);
          await plotly.react(element, labels.data, labels.layout, config(root, language, ratio));
          labels.explain(element);
        },
        resize: (element) => void plotly.Plots.resize(element),
        remove: (element) => plotly.purge(element),
        picture: (element) =>
          plotly.toImage(element, {
            format: "svg",
            width: null,
            height: null,
            imageDataOnly: true,
          }),
        attributes: (type) => attributes.get(type),
      };
    },
  };
}

/** What the layout says, else what the element's place has. */
function sizeOf(element: HTMLElement, { width, height }: Props): { width: number; height: number } {
  const place = element.parentElement ?? element;
  return {
    width: typeof width === "number" ? width : place.clientWidth,
    height: typeof height === "number" ? height : place.clientHeight,
  };
}

/**
 * Nothing that leaves the page: no mode bar, no upload, no formula typesetting, own map outlines.
 */
function config(root: URL, language: Language, plotGlPixelRatio: number): Props {
  return {
    plotGlPixelRatio,
    locale: "project",
    locales: { project: { dictionary: {}, format: language } },
    displayModeBar: false,
    displaylogo: false,
    showSendToCloud: false,
    plotlyServerURL: "",
    topojsonURL: new URL(mapOutlinesFolder, root).pathname,
    showTips: false,
    typesetMath: false,
    scrollZoom: false,
    responsive: false,
  };
}

async function loadCore(document: Document): Promise<Plotly> {
  await addStyles(document);
  const module = withoutDefault(await import("plotly.js/lib/core"));
  // Plotly's own types name every property of every trace; this page is bound to data it does not
  // know.
  return module as Plotly;
}

/**
 * Plotly puts its rules into a style element, which the page's policy forbids, unless it finds them
 * under this name.
 */
function addStyles(document: Document): Promise<void> {
  const link = document.createElement("link");
  Object.assign(link, { id: "plotly.js-style-global", rel: "stylesheet", href: plotlyStyles });
  link.className = "no-inline-styles";
  // As the head of the page names it; another request would be one more.
  link.crossOrigin = "";
  return new Promise((resolve, reject) => {
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () =>
      reject(new Error("The styles of charts cannot be loaded.")),
    );
    document.head.append(link);
  });
}

/** CommonJS modules arrive as the `default` of a module. */
function withoutDefault(module: unknown): unknown {
  return typeof module === "object" && module !== null && "default" in module
    ? module.default
    : module;
}
