/** Plotly without what a page that only draws has no use for. */
import { fileURLToPath } from "node:url";
import type { ESTree, Plugin } from "vite";

const MAP_STYLES = "maplibre-gl/dist/maplibre-gl.css";
const NUMBER_FORMATS = fileURLToPath(new URL("../src/format/d3-format.ts", import.meta.url));

/**
 * Takes the documentation out of Plotly's schemas, as Plotly's own builds do, since nothing that
 * draws reads it, and the styles of tile maps out of its core: `trace-types.ts` loads them with the
 * types that need them. Numbers are written by the page's own formatter.
 */
export function leanPlotly(): Plugin {
  return {
    name: "headwater:lean-plotly",
    enforce: "pre",
    resolveId(id, importer) {
      if (id === "d3-format" && importer?.includes("plotly.js/src/")) return NUMBER_FORMATS;
      return id === MAP_STYLES && importer?.endsWith("plotly.js/src/registry.js")
        ? "\0nothing"
        : undefined;
    },
    load: (id) => (id === "\0nothing" ? "export {};" : undefined),
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
