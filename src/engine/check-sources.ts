/**
 * The connection doctor over the sources of a project: settings first, then the stages of the
 * source's own connector. A failure stops that source; all are checked at once.
 */
import { byteText } from "../contract/byte-text.js";
import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic } from "../diagnostics/index.js";
import type { Source } from "../project/objects.js";
import { sourceSettings, type SourceSetting } from "../project/source-settings.js";
import type { CheckStage } from "../sources/contract.js";
import { SourceError } from "../rows/stream.js";
import type { Reader, ReaderSource } from "../readers/contract.js";
import { costOf } from "./billed-queries.js";
import type { OpenedRun } from "./opened-run.js";
import type { RunSource } from "./run-sources.js";
import { placedInSource } from "./source-place.js";

export interface SourceCheck {
  readonly source: Source;
  readonly ok: boolean;
  readonly settings: readonly SourceSetting[];
  readonly stages: readonly CheckStage[];
  /** What `compile` says of the source, and what keeps it from being opened. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What asks the connectors; of all readers the doctor needs this much. */
export interface CheckReaders {
  source(source: ReaderSource): Pick<Reader, "check" | "cost">;
  /** Ends what was started for a source. */
  end(source: ReaderSource): Promise<void>;
}

interface Checked extends Pick<OpenedRun, "project" | "sources"> {
  readonly readers: () => Promise<CheckReaders>;
}

/**
 * A stage that says nothing for so long has failed. Connectors give up a little earlier, with words
 * of their own: on a server after 8 s, on a DuckDB file that another process holds after 10 s.
 */
const STAGE_MILLISECONDS = 11_000;
/** The first stage has the start of a thread or process before it, on whatever machine. */
const START_MILLISECONDS = 40_000;
const CONNECT_SECONDS = 8;

/** Models whose cost is shown by itself. */
const MOST_COSTS = 5;

/**
 * Sources that are checked at once: each has a thread or process of its own, and a machine that is
 * busy with starting them would make servers look slow.
 */
const AT_ONCE = 6;

/**
 * One check per source, each under way or waiting for its turn, until the signal is aborted. None
 * rejects, but for bugs.
 */
export function checkSources(
  { project, sources: runSources, readers }: Checked,
  sources: readonly Source[],
  signal: AbortSignal,
): Promise<SourceCheck>[] {
  const waiting: (() => void)[] = [];
  let running = 0;
  return sources.map(async (source) => {
    if (running === AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await checkSource(source);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  });

  async function checkSource(source: Source): Promise<SourceCheck> {
    const settings = sourceSettings(source, project.environment, project.sourceTypes);
    // A variable that is not set is an error here.
    const warnings = source.warnings.filter(({ code }) => code !== "unset-variable");
    const ready = runSources.get(source);
    if ("diagnostics" in ready || source.problems.length > 0) {
      const errors = "diagnostics" in ready ? ready.diagnostics : source.problems;
      const stages: CheckStage[] = [{ stage: "settings", ok: false }];
      return { source, ok: false, settings, stages, diagnostics: [...errors, ...warnings] };
    }
    const reader = impatient(ready.reader);
    const asked = await readers();
    const found = await stagesOf(asked, reader, signal);
    if (ready.info.billed && found.every(({ ok }) => ok)) {
      const cost = await costStage(source, ready, asked);
      if (cost) found.push(cost);
    }
    const stages = found.map((stage) => {
      const { diagnostic } = stage;
      if (!diagnostic) return stage;
      return { ...stage, diagnostic: placedInSource(diagnostic, { ...ready, reader }, project) };
    });
    return { source, ok: stages.every(({ ok }) => ok), settings, stages, diagnostics: warnings };
  }

  /** What the source's models would be billed for, as a whole; no stage where there are none. */
  async function costStage(
    source: Source,
    ready: RunSource,
    asked: CheckReaders,
  ): Promise<CheckStage | undefined> {
    const models = project.models.filter(
      (model) => model.type === "sql" && model.source === source && model.problems.length === 0,
    );
    const control = { signal: AbortSignal.timeout(STAGE_MILLISECONDS) };
    const costs = await Promise.all(
      models.map(async (model) => {
        const sql = model.type === "sql" ? model.sql : "";
        const bytes = await costOf({ source: ready, sql }, asked, control);
        return bytes === undefined ? [] : [{ name: model.name, bytes }];
      }),
    );
    const known = costs.flat().toSorted((a, b) => b.bytes - a.bytes);
    if (known.length === 0) return undefined;
    const sum = known.reduce((total, { bytes }) => total + bytes, 0);
    const list = known
      .slice(0, MOST_COSTS)
      .map(({ name, bytes }) => `${name} ${byteText(bytes)}`)
      .join(", ");
    const more = known.length > MOST_COSTS ? ", …" : "";
    const detail = `the models select at most ${byteText(sum)}: ${list}${more}`;
    return { stage: "cost", ok: true, detail };
  }
}

function impatient(reader: ReaderSource): ReaderSource {
  const { connect_timeout: timeout } = reader.config;
  if (typeof timeout !== "number") return reader;
  const config = { ...reader.config, connect_timeout: Math.min(timeout, CONNECT_SECONDS) };
  return { ...reader, key: `${reader.key} check`, config };
}

/** What the connector reports, and as the last stage what kept it from reporting more. */
async function stagesOf(
  readers: CheckReaders,
  reader: ReaderSource,
  signal: AbortSignal,
): Promise<CheckStage[]> {
  const stages: CheckStage[] = [];
  const silence = watch();
  const checking = readers.source(reader).check({
    signal,
    onStage(stage) {
      stages.push(stage);
      silence.restart();
    },
  });
  try {
    await Promise.race([checking, silence.ended]);
    if (silence.over) stages.push(failed(stages, silent(reader, stages)));
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    stages.push(failed(stages, error.diagnostic));
  } finally {
    silence.stop();
    // Its end has been reported, or is waited for no longer.
    checking.catch(() => undefined);
    void readers.end(reader);
  }
  return stages;
}

/** The stage that comes after those that ended well. */
function failed(stages: readonly CheckStage[], diagnostic: Diagnostic): CheckStage {
  const last = stages.at(-1)?.stage;
  const next = STAGES[STAGES.findIndex((stage) => stage === last) + 1] ?? "query";
  return { stage: next, ok: false, diagnostic };
}

const STAGES: readonly CheckStage["stage"][] = [
  "settings",
  "resolve",
  "connect",
  "tls",
  "login",
  "privileges",
  "query",
];

function silent({ context }: ReaderSource, stages: readonly CheckStage[]): Diagnostic {
  const after = stages.at(-1)?.stage ?? "settings";
  const seconds = (stages.length === 0 ? START_MILLISECONDS : STAGE_MILLISECONDS) / 1000;
  return createDiagnostic("source-check-silent", { source: context.name, after, seconds });
}

function watch() {
  let end = () => {};
  let over = false;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const expire = () => {
    over = true;
    end();
  };
  let timer = setTimeout(expire, START_MILLISECONDS);
  return {
    ended,
    get over() {
      return over;
    },
    restart() {
      clearTimeout(timer);
      timer = setTimeout(expire, STAGE_MILLISECONDS);
    },
    stop: () => clearTimeout(timer),
  };
}
