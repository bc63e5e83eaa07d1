/**
 * Writes `src/project/plotly/attributes.json` from the schema that plotly.js ships: the plain facts
 * of every attribute, each distinct one once. `--check` writes nothing and fails when the file is
 * not fresh.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const file = join(import.meta.dirname, "../src/project/plotly/attributes.json");
const schema = require("plotly.js/dist/plot-schema.json");
const { version } = require("plotly.js/package.json");

/** Facts of an attribute that are kept, by Plotly's name for them. */
const FACTS = {
  arrayOk: "orList",
  min: "least",
  max: "most",
  values: "values",
  flags: "flags",
  extras: "extras",
  noBlank: "notEmpty",
  strict: "strict",
  regex: "pattern",
  freeLength: "anyLength",
  dimensions: "dimensions",
  dflt: "default",
};

/** How the schema marks what may stand several times, as `xaxis2` does. */
const NUMBERED = "_isSubplotObj";

const attributes = [];
const places = new Map();

const traces = Object.fromEntries(
  Object.entries(schema.traces).map(([type, { attributes }]) => [
    type,
    place(objectOf(attributes)),
  ]),
);
const table = {
  version,
  traces,
  layout: place(objectOf(layoutAttributes())),
  scales: scales(),
  // Texts of JSON each, so that only those are parsed that a project uses.
  attributes,
};
const text = `${JSON.stringify(table, undefined, 2)}\n`;

if (!process.argv.includes("--check")) writeFileSync(file, text);
else if (readFileSync(file, "utf8") !== text) {
  console.error(
    "src/project/plotly/attributes.json is not fresh: run `node scripts/plotly-schema.js`",
  );
  process.exitCode = 1;
}

/**
 * The layout's own attributes and those that trace types add to it or, when they are drawn in a
 * subplot, to that.
 */
function layoutAttributes() {
  const layout = { ...schema.layout.layoutAttributes };
  for (const { attributes, layoutAttributes = {} } of Object.values(schema.traces)) {
    const subplot = attributes.subplot?.dflt;
    if (subplot === undefined) Object.assign(layout, layoutAttributes);
    else layout[subplot] = { ...layout[subplot], ...layoutAttributes };
  }
  return layout;
}

/** An attribute, an object of attributes, or a list of such objects. */
function factsOf(node) {
  if (node.valType) return leafOf(node);
  if (node.items) {
    const [item] = Object.values(node.items);
    return { is: "objects", of: place(objectOf(item)) };
  }
  return objectOf(node);
}

function leafOf(node) {
  const facts = { is: node.valType };
  for (const [theirs, ours] of Object.entries(FACTS)) {
    if (node[theirs] !== undefined && node[theirs] !== null) facts[ours] = node[theirs];
  }
  if (Array.isArray(node.items)) facts.items = node.items.map((item) => place(leafOf(item)));
  else if (node.items) facts.items = place(leafOf(node.items));
  return facts;
}

/**
 * Keys with a leading underscore, and those that hold no mapping, are the schema's remarks on
 * itself.
 */
function objectOf(node) {
  const keys = Object.entries(node)
    .filter(([key, value]) => !/^(_|impliedEdits$)/.test(key) && isObject(value))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [key, place(factsOf(value))]);
  return {
    is: "object",
    ...(node[NUMBERED] && { numbered: true }),
    keys: Object.fromEntries(keys),
  };
}

/** Where the facts stand in the list. */
function place(facts) {
  const text = JSON.stringify(facts);
  if (!places.has(text)) places.set(text, attributes.push(text) - 1);
  return places.get(text);
}

/** Plotly names its colour scales only in a sentence. */
function scales() {
  const { description } = schema.defs.valObjects.colorscale;
  return /\(any of ([^)]*)\)/.exec(description)[1].trim().split(/,\s*/);
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
