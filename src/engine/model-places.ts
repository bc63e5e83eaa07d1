import type { MergeModel, Model, Source, SqlModel } from "../project/objects.js";
import { sourceOf } from "./run-sources.js";

/**
 * How the engine of a merge gets at one of its models. `here`: it is a query of the engine itself.
 * `nested`: it is a merge on the same engine, whose query is a part of this one. `passed`: the engine
 * has its database run the query, which is a catalog of the engine. `sent`: its rows go there with
 * the query.
 */
export type ModelPlace = PlaceOfRows | NestedPlace;

export type PlaceOfRows =
  | { readonly is: "here"; readonly model: SqlModel }
  | { readonly is: "passed"; readonly model: SqlModel; readonly catalog: string }
  | { readonly is: "sent"; readonly model: Model };

interface NestedPlace {
  readonly is: "nested";
  readonly model: MergeModel;
  readonly places: readonly ModelPlace[];
}

/**
 * In the order of the merge's models, each once; `chosen` is the source of `--source`. A merge that chooses its
 * engine takes the rows of other merges, as it does in DuckDB.
 */
export function placesOf(
  { models, choosesEngine }: Pick<MergeModel, "models" | "choosesEngine">,
  engine: Source,
  chosen: Source | undefined,
): ModelPlace[] {
  return [...new Set(models)].map((model) => {
    if (!choosesEngine && model.type === "merge" && model.engine === engine) {
      return { is: "nested", model, places: placesOf(model, engine, chosen) };
    }
    const source = model.type === "sql" ? sourceOf(model, chosen) : undefined;
    if (model.type !== "sql" || !source) return { is: "sent", model };
    if (source === engine) return { is: "here", model };
    const catalog = engine.catalogs?.get(source.name);
    return catalog === undefined ? { is: "sent", model } : { is: "passed", model, catalog };
  });
}

/** The models whose rows the query reads, each once. */
export function placesOfRows(places: readonly ModelPlace[]): PlaceOfRows[] {
  const found = new Map<Model, PlaceOfRows>();
  for (const place of places) {
    const all = place.is === "nested" ? placesOfRows(place.places) : [place];
    for (const one of all) if (!found.has(one.model)) found.set(one.model, one);
  }
  return [...found.values()];
}
