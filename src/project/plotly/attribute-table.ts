import { readFileSync } from "node:fs";
import type { Attribute, ObjectAttribute, Place } from "./attribute.js";

/**
 * The attributes of all trace types and of the layout, those of plotly.js that the viewer draws
 * with.
 */
export interface AttributeTable {
  /** Of plotly.js. */
  readonly version: string;
  /** In the order of the alphabet. */
  readonly traceTypes: readonly string[];
  /** Names of colour scales. */
  readonly scales: readonly string[];
  /** Undefined when Plotly has no such type. */
  readonly trace: (type: string) => ObjectAttribute | undefined;
  readonly layout: ObjectAttribute;
  readonly at: (place: Place) => Attribute;
}

interface Contents {
  readonly version: string;
  readonly traces: Readonly<Record<string, Place>>;
  readonly layout: Place;
  readonly scales: readonly string[];
  /** Texts of JSON, so that only those are parsed that are asked for. */
  readonly attributes: readonly string[];
}

let table: AttributeTable | undefined;

/** Read on first use, so that a project without charts does not pay for it. */
export function attributeTable(): AttributeTable {
  table ??= readTable(new URL("./attributes.json", import.meta.url));
  return table;
}

function readTable(file: URL): AttributeTable {
  // Written by scripts/plotly-schema.js in this shape.
  const contents = JSON.parse(readFileSync(file, "utf8")) as Contents;
  const parsed: Attribute[] = [];
  // The same script wrote each text as an attribute; a place comes from the table itself.
  const at = (place: Place) => (parsed[place] ??= parse(contents.attributes[place]) as Attribute);
  return {
    version: contents.version,
    traceTypes: Object.keys(contents.traces),
    scales: contents.scales,
    trace: (type) => {
      const place = Object.hasOwn(contents.traces, type) ? contents.traces[type] : undefined;
      return place === undefined ? undefined : objectAt(at(place));
    },
    get layout() {
      return objectAt(at(contents.layout));
    },
    at,
  };
}

function parse(text: string | undefined): unknown {
  if (text === undefined) throw new Error("The table of Plotly's attributes is not whole.");
  return JSON.parse(text);
}

function objectAt(attribute: Attribute): ObjectAttribute {
  if (attribute.is !== "object") throw new Error("A trace type or the layout is no object.");
  return attribute;
}
