/** Queries of traces that follow inputs: as they are sent, and what the last run stored of them. */
import type { Manifest } from "../../contract/manifest.js";
import { filtersOf } from "../../project/filters-of.js";
import type { Model, Trace } from "../../project/objects.js";
import { SourceError } from "../../rows/stream.js";
import { createTraceCompiler, type KnownColumn } from "../jobs/trace-compiler.js";
import { baseOf } from "../jobs/trace.js";
import type { OpenedRun } from "../opened-run.js";
import type { ExplainedStep } from "./explain.js";

/**
 * The steps, those of traces that follow filters with the query for the types of the model's
 * columns. Sources are asked for these, and only where there are such traces.
 */
export async function withCubes(
  steps: readonly ExplainedStep[],
  run: Pick<OpenedRun, "project" | "sources" | "readers" | "state">,
  signal: AbortSignal,
): Promise<ExplainedStep[]> {
  const all = run.project.traces.flatMap((trace) => [
    trace,
    ...(trace.variants ?? []).map((variant) => variant.trace),
  ]);
  const traces = new Map(all.map((trace) => [trace.id, trace]));
  const follows = ({ id, sql }: ExplainedStep) => {
    const trace = sql === undefined ? undefined : traces.get(id);
    return trace && filtersOf(trace).length > 0 ? trace : undefined;
  };
  if (!steps.some(follows)) return [...steps];
  const manifest = await run.state.current();
  return Promise.all(
    steps.map(async (step) => {
      const trace = follows(step);
      return trace ? typedStep(step, trace, run, manifest, signal) : step;
    }),
  );
}

async function typedStep(
  step: ExplainedStep,
  trace: Trace,
  run: Pick<OpenedRun, "project" | "sources" | "readers">,
  manifest: Manifest | undefined,
  signal: AbortSignal,
): Promise<ExplainedStep> {
  const { model } = trace;
  const artifact = manifest?.objects[trace.id]?.artifact;
  const stored = artifact && {
    rows: artifact.rows,
    bytes: artifact.bytes,
    builtAt: artifact.builtAt,
  };
  const found = model && (await columnsOf(model, run, manifest, signal));
  if (!model || !found || !step.dialect) return step;
  const cube = { ...(stored && { stored }) };
  if ("unknown" in found) return { ...step, cube: { ...cube, untyped: found.unknown } };
  const sql = model.type === "sql" ? model.sql : baseOf(model);
  const query = createTraceCompiler(run.project)(trace, sql, step.dialect, found.columns);
  return { ...step, sql: query.sql, cube };
}

type FoundColumns =
  | { readonly columns: readonly KnownColumn[] }
  /** Why they are not known. */
  | { readonly unknown: string };

/** Those of a merge or script are as the last run left them. */
async function columnsOf(
  model: Model,
  { sources, readers }: Pick<OpenedRun, "sources" | "readers">,
  manifest: Manifest | undefined,
  signal: AbortSignal,
): Promise<FoundColumns> {
  if (model.type !== "sql") {
    const artifact = manifest?.objects[model.id]?.artifact;
    return artifact ?? { unknown: `\`${model.name}\` has not run yet.` };
  }
  const source = sources.of(model);
  if ("diagnostics" in source) return { unknown: source.diagnostics[0]?.message ?? "" };
  try {
    const reader = (await readers()).source(source.reader);
    return { columns: await reader.describe(model.sql, { signal }) };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { unknown: error.diagnostic.message };
  }
}
