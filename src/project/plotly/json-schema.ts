/**
 * Plotly's attributes as JSON Schema (draft 7), for editors. What it takes is what the checks take.
 */
import type { JsonObject, JsonValue } from "../../contract/json-value.js";
import type { Attribute, LeafAttribute, ObjectAttribute, Place } from "./attribute.js";
import { attributeTable } from "./attribute-table.js";
import { patternIn } from "./check-scalar.js";

/**
 * Schemas that refer to shared definitions, which belong under the `$defs` of the same document.
 */
export interface PlotlySchemas {
  /** Of the `props` of a trace; undefined when there is no such type. */
  readonly traceProps: (type: string) => JsonObject | undefined;
  readonly layout: () => JsonObject;
  /** What the schemas made so far refer to, each once. */
  readonly definitions: () => JsonObject;
}

/** Schemas that gather their definitions as they are asked for. */
export function createPlotlySchemas(): PlotlySchemas {
  const { trace, layout } = attributeTable();
  const props = new SchemaMaker("plotly-", true);
  const rest = new SchemaMaker("plotly-layout-", false);
  return {
    traceProps(type) {
      const attributes = trace(type);
      if (!attributes) return undefined;
      const schema = props.object(attributes);
      const properties = { type: { const: type }, ...(schema["properties"] as JsonObject) };
      return { ...schema, properties, required: ["type"] };
    },
    layout: () => rest.object(layout),
    definitions: () => ({ ...WRITTEN, ...props.definitions, ...rest.definitions }),
  };
}

/** Texts that stand for a value: of data, and of the environment. */
const WRITTEN: JsonObject = {
  "plotly-environment": { type: "string", pattern: "\\$\\{\\s*env\\.|\\{\\{" },
  "plotly-expression": {
    description: "An expression such as `?{ amount }` or `column(name)`.",
    anyOf: [
      { type: "string", pattern: "^\\s*(\\?\\{|query\\(|column\\(|\\$\\{\\s*columns\\.)" },
      { $ref: "#/$defs/plotly-environment" },
    ],
  },
};
const NUMERIC: JsonObject = {
  type: "string",
  pattern: "^\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?\\s*$",
};

class SchemaMaker {
  readonly definitions: JsonObject = {};
  private readonly table = attributeTable();

  constructor(
    /** Of the names of definitions. */
    private readonly prefix: string,
    private readonly expressions: boolean,
  ) {}

  object({ keys }: ObjectAttribute): JsonObject {
    const properties: JsonObject = {};
    const patterns: JsonObject = {};
    for (const [key, place] of Object.entries(keys)) {
      const attribute = this.table.at(place);
      const schema = isTitle(key, attribute) ? anyOf(this.refer(place), TEXT) : this.refer(place);
      properties[key] = schema;
      if (attribute.is === "object" && attribute.numbered) {
        patterns[`^${key}([2-9]|[1-9][0-9]+)$`] = schema;
      }
    }
    return {
      type: "object",
      properties,
      ...(Object.keys(patterns).length > 0 && { patternProperties: patterns }),
      additionalProperties: false,
    };
  }

  private refer(place: Place): JsonObject {
    const name = `${this.prefix}${place}`;
    if (!(name in this.definitions)) {
      this.definitions[name] = {};
      this.definitions[name] = this.schemaOf(this.table.at(place));
    }
    return { $ref: `#/$defs/${name}` };
  }

  private schemaOf(attribute: Attribute): JsonObject {
    if (attribute.is === "object") return anyOf(this.object(attribute), NULL);
    if (attribute.is === "objects") {
      return anyOf({ type: "array", items: this.refer(attribute.of) }, NULL);
    }
    const fallback = attribute.default === undefined ? {} : { default: attribute.default };
    if (attribute.is === "any") return fallback;
    const choices = [
      ...this.choices(attribute),
      ...(attribute.orList ? [LIST, PACKED] : []),
      ...(attribute.default === undefined ? [] : [{ const: attribute.default }]),
      this.written(),
      NULL,
    ];
    return { ...anyOf(...choices), ...fallback };
  }

  private written(): JsonObject {
    return { $ref: `#/$defs/plotly-${this.expressions ? "expression" : "environment"}` };
  }

  private choices(attribute: LeafAttribute): JsonObject[] {
    switch (attribute.is) {
      case "boolean":
        return [{ type: "boolean" }];
      case "number":
        return [{ type: "number", ...bounds(attribute) }, NUMERIC];
      case "integer": {
        const extras = attribute.extras ? [{ enum: [...attribute.extras] }] : [];
        return [{ type: "integer", ...bounds(attribute) }, NUMERIC, ...extras];
      }
      case "angle":
        return [{ type: "number" }, NUMERIC, { const: "auto" }];
      case "string":
        return [textOf(attribute)];
      case "color":
        return [COLOUR];
      case "enumerated":
        return enumerated(attribute);
      case "flaglist":
        return flags(attribute);
      case "subplotid":
        return [{ type: "string", pattern: subplotPattern(attribute) }];
      case "colorscale":
        return [{ enum: [...this.table.scales] }, { type: "string", pattern: "^\\s*\\[" }, LIST];
      case "info_array":
        return [this.described(attribute), PACKED];
      default:
        return [LIST, PACKED];
    }
  }

  private described(attribute: LeafAttribute & { is: "info_array" }): JsonObject {
    const { items, anyLength, dimensions } = attribute;
    const row: JsonObject =
      typeof items === "number"
        ? { type: "array", items: this.refer(items) }
        : {
            type: "array",
            items: items.map((place) => this.refer(place)),
            ...(!anyLength && { additionalItems: false, minItems: items.length }),
          };
    const rows = { type: "array", items: anyOf(row, this.written()) };
    return dimensions === 2 ? rows : dimensions === "1-2" ? anyOf(row, rows) : row;
  }
}

const COLOUR: JsonObject = {
  type: "string",
  pattern:
    "^\\s*(#?([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|[a-zA-Z]+(\\([^()]+\\))?)\\s*$",
};
const TEXT: JsonObject = { type: ["string", "number"] };
const NULL: JsonObject = { type: "null" };
const LIST: JsonObject = { type: "array" };
/** Numbers as bytes. */
const PACKED: JsonObject = { type: "object", required: ["dtype", "bdata"] };

/** `title: Sales` is short for `title: { text: Sales }`. */
function isTitle(key: string, attribute: Attribute): boolean {
  return attribute.is === "object" && key.endsWith("title") && "text" in attribute.keys;
}

function anyOf(...schemas: JsonObject[]): JsonObject {
  return { anyOf: schemas };
}

function bounds({ least, most }: { least?: number; most?: number }): JsonObject {
  return {
    ...(least !== undefined && { minimum: least }),
    ...(most !== undefined && { maximum: most }),
  };
}

function textOf(attribute: LeafAttribute & { is: "string" }): JsonObject {
  return {
    type: attribute.strict ? "string" : ["string", "number"],
    ...(attribute.notEmpty && { minLength: 1 }),
    ...(attribute.values && { examples: [...attribute.values] }),
  };
}

function enumerated({ values }: LeafAttribute & { is: "enumerated" }): JsonObject[] {
  const patterns = values.flatMap((value) => patternIn(value)?.source ?? []);
  const plain: JsonValue[] = values.filter((value) => patternIn(value) === undefined);
  const spelled = plain.filter((value) => typeof value === "number").map(String);
  return [
    ...(plain.length > 0 ? [{ enum: [...new Set([...plain, ...spelled])] }] : []),
    ...patterns.map((pattern) => ({ type: "string", pattern })),
  ];
}

function flags({ flags, extras = [] }: LeafAttribute & { is: "flaglist" }): JsonObject[] {
  const one = `(${flags.join("|")})`;
  return [
    { type: "string", pattern: `^${one}(\\+${one})*$` },
    ...(extras.length > 0 ? [{ enum: [...extras] }] : []),
  ];
}

function subplotPattern(attribute: LeafAttribute & { is: "subplotid" }): string {
  const given = patternIn(attribute.pattern ?? "")?.source;
  return given ?? `^${attribute.default ?? ""}([1-9][0-9]*)?$`;
}
