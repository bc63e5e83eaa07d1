import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Value } from "../../src/contract/result.js";
import type { CheckStage, Source } from "../../src/sources/contract.js";
import { SourceError } from "../../src/rows/stream.js";
import { loadSourceType } from "../../src/sources/loaders.js";
import { SOURCE_TYPES } from "../../src/sources/registry.js";
import { collect } from "../conformance/collect.js";

/** A source of this type, called `shop` and closed when the test has ended. */
export async function openSource(type: string, fields: Record<string, unknown>): Promise<Source> {
  const info = SOURCE_TYPES.get(type);
  if (!info) throw new Error(`No source type ${type}`);
  const loaded = await loadSourceType(type);
  const context = { name: "shop", queryTag: "headwater/tests", secrets: [] };
  const source = await loaded.open(info.config.parse(fields), context);
  onTestFinished(() => source.close());
  return source;
}

/** Writes a file into a folder of its own that is removed when the test has ended. */
export async function temporaryFile(name: string, content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "headwater-source-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

/** `name type` of each column, and its values. */
export async function readColumns(
  source: Source,
  sql = "SELECT * FROM shop",
): Promise<Record<string, readonly Value[]>> {
  const { columns, values } = await collect(source, sql);
  return Object.fromEntries(
    columns.map(({ name, type }, index) => [`${name} ${type}`, values[index] ?? []]),
  );
}

/** The stages of the doctor. */
export async function checkStages(source: Source): Promise<CheckStage[]> {
  const stages: CheckStage[] = [];
  for await (const stage of source.check()) stages.push(stage);
  return stages;
}

/** `code: message (hint)` of a refusal. */
export async function toldBy(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => new Error("not refused"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceError)) throw error;
  const { code, message, hint } = error.diagnostic;
  return `${code}: ${message}${hint === undefined ? "" : ` (${hint})`}`;
}
