/** Plotly without what a page that only draws has no use for. */
import { fileURLToPath } from "node:url";
import type { ESTree, Plugin } from "vite";

/** By the end of the module that asks for it, what nothing that is drawn needs. */
const UNUSED: readonly (readonly [importer: string, asked: string])[] = [
  // `trace-types.ts` loads the styles of tile maps with the types that need them.
  ["plotly.js/src/registry.js", "maplibre-gl/dist/maplibre-gl.css"],
  // Every browser that reads this code has promises.
  ["plotly.js/src/core.js", "native-promise-only"],
  // Functions for who writes figures by hand.
  ["plotly.js/src/plot_api/index.js", "./validate"],
  ["plotly.js/src/plot_api/index.js", "./template_api"],
];
const NOTHING = "\0nothing";

/** Of all the colour spaces that `culori` knows, those of CSS. */
const COLOURS = "\0colours";
const COLOURS_CODE = `import "culori/css";
export { converter, formatHex, formatRgb, wcagContrast, wcagLuminance } from "culori/fn";`;

const NUMBER_FORMATS = fileURLToPath(new URL("../src/format/d3-format.ts", import.meta.url));

/**
 * Takes the documentation out of Plotly's schemas, as Plotly's own builds do, since nothing that
 * draws reads it, and what is unused out of its core. Numbers are written by the page's own
 * formatter.
 */
export function leanPlotly(): Plugin {
  return {
    name: "headwater:lean-plotly",
    enforce: "pre",
    resolveId(id, importer) {
      if (!importer?.includes("plotly.js/src/")) return undefined;
      if (id === "d3-format") return NUMBER_FORMATS;
      if (id === "culori") return COLOURS;
      return UNUSED.some(([by, asked]) => id === asked && importer.endsWith(by))
        ? NOTHING
        : undefined;
    },
    load(id) {
      if (id === NOTHING) return "export {};";
      return id === COLOURS ? COLOURS_CODE : undefined;
    },
    transform: {
      filter: { id: /plotly\.js\/src\/.*\.js$/, code: /\bdescription:/ },
      handler(code) {
        return { code: withoutDescriptions(code, this.parse(code, { lang: "js" })), map: null };
      },
    },
  };
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function withoutDescriptions(code: string, program: ESTree.Program): string {
  const spans: Span[] = [];
  findDescriptions(program, spans);
  let text = code;
  for (const { start, end } of spans.toSorted((a, b) => b.start - a.start)) {
    text = `${text.slice(0, start)}""${text.slice(end)}`;
  }
  return text;
}

/** Collects where the values of `description` properties are written. */
function findDescriptions(node: unknown, spans: Span[]): void {
  if (Array.isArray(node)) {
    for (const one of node) findDescriptions(one, spans);
  } else if (isNode(node)) {
    const value = descriptionOf(node);
    if (value) spans.push(value);
    else for (const child of Object.values(node)) findDescriptions(child, spans);
  }
}

function descriptionOf(node: object): Span | undefined {
  // Fields of ESTree's Property; any other node lacks them.
  const { type, key, value } = node as {
    type?: string;
    key?: { name?: string };
    value?: Span & { type?: string };
  };
  const isText =
    value?.type === "Literal" ||
    value?.type === "CallExpression" ||
    value?.type === "BinaryExpression";
  return type === "Property" && key?.name === "description" && isText ? value : undefined;
}

function isNode(node: unknown): node is object {
  return typeof node === "object" && node !== null;
}
