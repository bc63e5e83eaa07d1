import type { DefinedAt, SiteQueries, SiteQuery } from "../../contract/pages/queries.js";
import { explainObject, rowsOf, type ExplainedStep } from "../../engine/explain/explain.js";
import type { OpenedRun } from "../../engine/opened-run.js";
import { descendants } from "../../engine/plan.js";
import type { Chart, Dashboard, Model, Table, Trace } from "../../project/objects.js";
import { cardsOf } from "./cards.js";

/** What of a run says which queries it sends. */
export type Asking = Pick<OpenedRun, "project" | "chosen" | "scrub">;

/**
 * The queries of a dashboard's cards, as a run sends them; no source is asked for them. Secrets that
 * a template has written into one are taken out.
 */
export async function buildQueries(dashboard: Dashboard, asking: Asking): Promise<SiteQueries> {
  const found = { chart: new Map<string, SiteQuery[]>(), table: new Map<string, SiteQuery[]>() };
  for (const card of cardsOf(dashboard.rows)) {
    found[card.kind].set(card.name, await queriesOf(card, asking));
  }
  return { charts: Object.fromEntries(found.chart), tables: Object.fromEntries(found.table) };
}

async function queriesOf(card: Chart | Table, asking: Asking): Promise<SiteQuery[]> {
  const { steps } = await explainObject(asking, card);
  const objects = new Map(
    rowsOf(card)
      .flatMap(withModels)
      .map((one) => [one.id, one]),
  );
  return steps.flatMap((step) => {
    const object = objects.get(step.id);
    return object ? [siteQuery(step, object, asking)] : [];
  });
}

/** An object with all the models below it. */
function withModels(object: Trace | Model): (Trace | Model)[] {
  if (object.kind === "trace")
    return object.model ? [object, ...withModels(object.model)] : [object];
  return object.type === "merge" ? [object, ...descendants(object)] : [object];
}

function siteQuery(
  { how, source, sql, command }: ExplainedStep,
  object: Trace | Model,
  { scrub }: Asking,
): SiteQuery {
  return {
    of: definedAt(object),
    ...(object.kind === "trace" && object.model && { model: definedAt(object.model) }),
    how,
    ...(source && { source }),
    ...(sql !== undefined && { sql: scrub.text(sql) }),
    ...(command && { command: command.map((part) => scrub.text(part)) }),
  };
}

function definedAt({ kind, name, at }: Trace | Model): DefinedAt {
  return { kind, name, file: at.file, line: at.start.line };
}
