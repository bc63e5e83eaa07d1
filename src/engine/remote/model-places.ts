import type { MergeModel, Model, Source, SqlModel } from "../../project/objects.js";
import { sourceOf } from "../run-sources.js";

/**
 * How the engine of a merge gets at one of its models. `here`: it is a query of the engine itself.
 * `passed`: the engine has its database run the query, which is a catalog of the engine. `sent`: its
 * rows are written into the statement.
 */
export type ModelPlace =
  | { readonly is: "here"; readonly model: SqlModel }
  | { readonly is: "passed"; readonly model: SqlModel; readonly catalog: string }
  | { readonly is: "sent"; readonly model: Model };

/** In the order of the merge's models; `chosen` is the source of `--source`. */
export function placesOf(
  { models }: Pick<MergeModel, "models">,
  engine: Source,
  chosen: Source | undefined,
): ModelPlace[] {
  return models.map((model) => {
    const source = model.type === "sql" ? sourceOf(model, chosen) : undefined;
    if (model.type !== "sql" || !source) return { is: "sent", model };
    if (source === engine) return { is: "here", model };
    const catalog = engine.catalogs?.get(source.name);
    return catalog === undefined ? { is: "sent", model } : { is: "passed", model, catalog };
  });
}
