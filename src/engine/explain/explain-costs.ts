import type { Reader } from "../../readers/contract.js";
import { SourceError } from "../../rows/stream.js";
import type { OpenedRun } from "../opened-run.js";
import type { ExplainedCost, ExplainedStep } from "./explain.js";

/** The steps with what each query would be billed for; services are only asked where they bill. */
export function withCosts(
  steps: readonly ExplainedStep[],
  run: Pick<OpenedRun, "project" | "sources" | "readers">,
  signal: AbortSignal,
): Promise<ExplainedStep[]> {
  return Promise.all(
    steps.map(async (step) => {
      const reader = await readerOf(step, run);
      const { sql, leg } = step;
      if (!reader || sql === undefined || leg?.used === false) return step;
      return { ...step, cost: await costOf(reader, sql, signal) };
    }),
  );
}

async function readerOf(
  { how, source }: ExplainedStep,
  { project, sources, readers }: Pick<OpenedRun, "project" | "sources" | "readers">,
): Promise<Reader | undefined> {
  if (how !== "sent" && how !== "moved") return undefined;
  const named = project.sources.find(({ name }) => name === source?.name);
  const ready = named && sources.get(named);
  if (!ready || "diagnostics" in ready || !ready.info.billed) return undefined;
  return (await readers()).source(ready.reader);
}

async function costOf(reader: Reader, sql: string, signal: AbortSignal): Promise<ExplainedCost> {
  try {
    const bytes = await reader.cost(sql, { signal });
    return bytes === undefined ? { unknown: "it cannot be asked." } : { bytes };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { unknown: error.diagnostic.message };
  }
}
