import type { Origin } from "../../contract/origin.js";
import { descendants } from "../../engine/plan.js";
import type { Chart, Model, Source, Table } from "../../project/objects.js";
import type { Project } from "../../project/project.js";

type Begin = Source | Extract<Model, { type: "script" }>;

/**
 * The sources and scripts whose rows some cards show, each once; `named`: readers may know what
 * they are called.
 */
export function originsOf(
  cards: readonly (Chart | Table)[],
  { objects }: Pick<Project, "objects">,
  named: boolean,
): Origin[] {
  const begins = new Set(cards.flatMap(modelsOf).flatMap(beginsOf));
  const places = new Map([...objects.values()].map((object, place) => [object.id, place]));
  // As the project lists them, not as some query happens to name them.
  const sorted = [...begins].toSorted(
    (one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0),
  );
  return sorted.map(({ kind, type, name }) => ({
    type: kind === "model" ? "script" : type,
    ...(named && { name }),
  }));
}

/** The models whose rows a card shows. */
export function modelsOf(card: Chart | Table): Model[] {
  const own = card.kind === "table" && card.model ? [card.model] : [];
  return [...card.traces.flatMap(({ model }) => model ?? []), ...own];
}

/** The models below one, and itself. */
export function withModelsBelow(model: Model): Model[] {
  return model.type === "merge" ? [model, ...descendants(model)] : [model];
}

function beginsOf(model: Model): Begin[] {
  return withModelsBelow(model).flatMap((one): Begin[] => {
    if (one.type === "script") return [one];
    return one.type === "sql" && one.source ? [one.source] : [];
  });
}
