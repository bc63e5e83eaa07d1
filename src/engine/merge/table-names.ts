import type { Model } from "../../project/objects.js";
import type { TableName } from "../../rows/relation.js";

/**
 * The names of a model in a merge: `orders`, `orders.model` as in Visivo 1.0, and for scripts
 * `orders.<table_name>` and `<table_name>` itself where no other model of the merge is called so.
 */
export function tableNames(model: Model, others: readonly Model[]): readonly TableName[] {
  const names = [{ table: model.name }, { schema: model.name, table: "model" }];
  if (model.type !== "script" || model.tableName.toLowerCase() === "model") return names;
  const tableName = model.tableName.toLowerCase();
  const isTaken = others.some(
    (other) =>
      other.name.toLowerCase() === tableName ||
      (other !== model && other.type === "script" && other.tableName.toLowerCase() === tableName),
  );
  const qualified = { schema: model.name, table: model.tableName };
  return [...names, qualified, ...(isTaken ? [] : [{ table: model.tableName }])];
}
