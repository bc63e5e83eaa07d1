import type { JsonObject } from "../../contract/json-value.js";
import { attributeTable } from "../plotly/attribute-table.js";
import { createPlotlySchemas } from "../plotly/json-schema.js";
import { conditional, definition, orOpen } from "./json-schema.js";

/**
 * Adds what Plotly knows to `$defs`: a schema per type of trace and one of the layout. Yields the schemas of the
 * mappings whose keys are Plotly's, by the names that the tables of fields give them.
 */
export function addPlotly(defs: JsonObject): Readonly<Record<string, JsonObject>> {
  const schemas = createPlotlySchemas();
  const types = attributeTable().traceTypes;
  for (const type of types) defs[`${type} trace`] = schemas.traceProps(type) ?? {};
  defs["trace properties"] = {
    type: "object",
    properties: { type: orOpen({ enum: [...types] }) },
    required: ["type"],
    allOf: types.map((type) =>
      conditional(
        { properties: { type: { const: type } }, required: ["type"] },
        definition(`${type} trace`),
      ),
    ),
  };
  defs["layout"] = schemas.layout();
  Object.assign(defs, schemas.definitions());
  return { "trace properties": definition("trace properties"), layout: definition("layout") };
}
