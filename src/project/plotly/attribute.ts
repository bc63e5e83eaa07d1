import type { JsonValue } from "../../contract/json-value.js";

/**
 * What Plotly takes at a place of a trace or a layout: facts of its own schema, see
 * `scripts/plotly-schema.js`.
 */
export type Attribute = ObjectAttribute | ObjectsAttribute | LeafAttribute;

/** Index into the table of attributes. */
export type Place = number;

export interface ObjectAttribute {
  readonly is: "object";
  /** May stand several times: `xaxis`, `xaxis2`, `xaxis3`. */
  readonly numbered?: true;
  readonly keys: Readonly<Record<string, Place>>;
}

/** A list of objects, such as annotations. */
export interface ObjectsAttribute {
  readonly is: "objects";
  readonly of: Place;
}

/** An attribute that holds a value. */
export type LeafAttribute = LeafFacts &
  (
    | { readonly is: "data_array" | "any" | "boolean" | "color" | "colorlist" | "colorscale" }
    /** Degrees, or `auto`. */
    | { readonly is: "angle" }
    | ({ readonly is: "number" } & Bounds)
    | ({
        readonly is: "integer";
        readonly extras?: readonly (string | number | boolean)[];
      } & Bounds)
    /**
     * Numbers become texts unless it is `strict`. `values` are names beside which other texts are
     * possible.
     */
    | {
        readonly is: "string";
        readonly notEmpty?: true;
        readonly strict?: true;
        readonly values?: readonly string[];
      }
    /** Texts of the form `/…/` are patterns. */
    | { readonly is: "enumerated"; readonly values: readonly Choice[] }
    /** Flags joined by `+`, or one of the extras alone. */
    | {
        readonly is: "flaglist";
        readonly flags: readonly string[];
        readonly extras?: readonly (string | boolean)[];
      }
    /**
     * The name of an axis or subplot: the default, or the default with a number; `pattern` instead
     * of that.
     */
    | { readonly is: "subplotid"; readonly pattern?: string; readonly default?: string }
    /** A list whose items are described one by one, or all by one. */
    | {
        readonly is: "info_array";
        readonly items: Place | readonly Place[];
        readonly anyLength?: true;
        readonly dimensions?: 2 | "1-2";
      }
  );

export type Choice = string | number | boolean;

interface LeafFacts {
  /** A list with one value for each point is taken as well. */
  readonly orList?: true;
  readonly default?: JsonValue;
}

interface Bounds {
  readonly least?: number;
  readonly most?: number;
}
