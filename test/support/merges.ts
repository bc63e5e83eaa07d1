/**
 * Runs merges twice, with what they need and with whole copies of their models, to compare the two.
 * As the job does, a model of which too little was fetched is fetched again.
 */
import { join } from "node:path";
import type { MergeLeg } from "../../src/contract/manifest.js";
import { createMergeChildren } from "../../src/engine/merge/find-children.js";
import { createMergeRun } from "../../src/engine/merge/merge-run.js";
import type { MergeTables } from "../../src/engine/merge/merge-tables.js";
import type { MergeOptions } from "../../src/engine/merge/merge-options.js";
import type { MergeModelJob } from "../../src/engine/plan.js";
import { createReaders } from "../../src/readers/readers.js";
import { createRunSources } from "../../src/engine/run-sources.js";
import { openState } from "../../src/engine/state/state.js";
import type { MergeModel } from "../../src/project/objects.js";
import type { Project } from "../../src/project/project.js";
import { SourceError } from "../../src/rows/stream.js";
import { SOURCE_TYPES } from "../../src/sources/registry.js";
import { keptHosts } from "./kept-hosts.js";

const CONTROL = { signal: new AbortController().signal };
const MOST_ROWS = 1_000_000;

/** Rows in any order, or why there are none. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly error?: string;
  /** The model of which too little was fetched, where that is why. */
  readonly lacking?: string | undefined;
}

export interface Compared {
  readonly narrowed: Answer;
  readonly whole: Answer;
  readonly legs: readonly MergeLeg[];
}

export interface MergeRunner {
  compare(sql: string): Promise<Compared>;
  close(): Promise<void>;
}

/** `project` has one merge model, whose SQL is replaced by that of each comparison. */
export function createMergeRunner(project: Project, options: MergeOptions = {}): MergeRunner {
  const state = openState(project);
  const temporaryDirectory = join(project.root, "target", "merge-test");
  const readers = createReaders({ temporaryDirectory, hosts: keptHosts });
  const { timeZone } = project.defaults;
  const sources = createRunSources(project, SOURCE_TYPES);
  state.temporaryDirectory();
  const objectPath = state.objectPath.bind(state);
  const adopt = state.adopt.bind(state);
  const engine = readers.embedded;
  const children = createMergeChildren({
    readers,
    engine,
    sources,
    limits: {},
    rowsOf: ({ id }) => {
      throw new Error(`${id} has no result`);
    },
  });
  const merge = project.models.find((model) => model.type === "merge");
  if (!merge) throw new Error("The project has no merge model");
  const base: MergeModel = merge;
  let copies: Promise<MergeTables> | undefined;

  function jobOf(sql: string): MergeModelJob {
    const { id, name } = base;
    const label = { id, name, kind: "merge-model" } as const;
    return { id, kind: "merge-model", object: { ...base, sql }, label, inputs: [] };
  }

  function fetch(
    sql: string,
    how: MergeOptions,
    all: ReadonlyMap<string, string> = new Map(),
  ): Promise<MergeTables> {
    const job = jobOf(sql);
    const run = createMergeRun({
      readers,
      engine,
      children,
      sources,
      timeZone,
      merges: [job],
      how,
      isDone: () => true,
      objectPath,
      condition: (artifact) => state.condition(artifact),
      adopt,
      before: undefined,
      reuse: () => false,
    });
    return run.fetch(job, CONTROL, all);
  }

  async function rowsOf(sql: string, { tables }: MergeTables): Promise<Answer> {
    try {
      const { result } = await engine.rows(sql, MOST_ROWS, { tables, timeZone }, CONTROL);
      const rows = Array.from({ length: result.rows }, (_, row) =>
        JSON.stringify(result.columns.map(({ values }) => values[row])),
      );
      return {
        columns: result.columns.map(({ name, type }) => `${name} ${type}`),
        rows: rows.toSorted(),
      };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      return {
        columns: [],
        rows: [],
        error: error.message,
        lacking: engine.lacking(error.diagnostic),
      };
    }
  }

  return {
    async compare(sql) {
      copies ??= fetch(sql, { whole: true });
      const whole = await rowsOf(sql, await copies);
      const all = new Map<string, string>();
      for (;;) {
        const { legs, ...needed } = await fetch(sql, options, all);
        const narrowed = await rowsOf(sql, { ...needed, legs });
        const { lacking } = narrowed;
        if (lacking === undefined || all.has(lacking)) return { narrowed, whole, legs };
        all.set(lacking, "the SQL turned out to need more of it");
      }
    },
    close: () => readers.close(),
  };
}

/** Cells that were moved, of those that whole copies would have moved. */
export function movedShare(
  legs: readonly MergeLeg[],
  cells: ReadonlyMap<string, number>,
): { readonly moved: number; readonly of: number } {
  let moved = 0;
  let of = 0;
  for (const { model, columns = [], artifact } of legs) {
    of += cells.get(model) ?? 0;
    moved += columns.length * (artifact?.rows ?? 0);
  }
  return { moved, of };
}
