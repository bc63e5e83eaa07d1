/**
 * BigQuery's REST API on loopback, as scripted: for what an emulator cannot show, such as refusals
 * of the service, jobs that take their time, lost and silent connections. Each kind of call has
 * its own steps, of which the last one goes on for ever.
 */
import { json, startScriptedHttp, type HttpStep, type ScriptedRequest } from "./scripted-http.js";

/** What a call asks for. `probe`: the list of datasets, with which the doctor begins. */
export type BigqueryCall =
  | "dryRun"
  | "insert"
  | "results"
  | "cancel"
  | "job"
  | "probe"
  | "dataset"
  | "tables"
  | "token";

export type BigquerySteps = Partial<Record<BigqueryCall, readonly HttpStep[]>>;

export interface ScriptedBigquery {
  readonly url: string;
  readonly host: string;
  /** The calls so far. */
  readonly calls: readonly { readonly kind: BigqueryCall; readonly request: ScriptedRequest }[];
  /** Requests of one kind. */
  of(kind: BigqueryCall): readonly ScriptedRequest[];
}

export interface Cells {
  /** Fields of the schema. */
  readonly fields: readonly object[];
  /** Rows of cells. */
  readonly rows: readonly (readonly unknown[])[];
}

const ONE: Cells = { fields: [{ name: "n", type: "INTEGER" }], rows: [["1"]] };

/** What a dry run says of a query: one of SELECT that reads 1000 bytes, unless it is said. */
export function looked(
  { fields }: Pick<Cells, "fields"> = ONE,
  { kind = "SELECT", bytes = "1000" }: { readonly kind?: string; readonly bytes?: string } = {},
): HttpStep {
  return json({
    jobReference: { projectId: "demo", location: "EU" },
    status: { state: "DONE" },
    statistics: {
      totalBytesProcessed: bytes,
      query: { statementType: kind, totalBytesProcessed: bytes, schema: { fields } },
    },
  });
}

/** A page of results, which another one follows if it has a token. */
export function rowsOf(
  { fields, rows }: Cells = ONE,
  more: Readonly<Record<string, unknown>> = {},
): HttpStep {
  return json({
    jobComplete: true,
    jobReference: { projectId: "demo", jobId: "j", location: "EU" },
    schema: { fields },
    totalRows: String(rows.length),
    rows: rows.map((row) => ({ f: row.map((v) => ({ v })) })),
    ...more,
  });
}

/** A refusal in the service's form. */
export function refusal(status: number, reason: string, message: string): HttpStep {
  const error = { code: status, message, errors: [{ domain: "global", reason, message }] };
  return json({ error }, status);
}

/** A job whose end was a failure. */
export function failedJob(reason: string, message: string): HttpStep {
  return json({ status: { state: "DONE", errorResult: { reason, message } } });
}

export const RUNNING = json({
  jobReference: { projectId: "demo", location: "EU" },
  status: { state: "RUNNING" },
});
export const STILL_RUNNING = json({ jobComplete: false });
export const DONE = json({ status: { state: "DONE" } });
export const SILENCE: HttpStep = () => undefined;

const USUAL: Record<BigqueryCall, readonly HttpStep[]> = {
  dryRun: [looked()],
  insert: [RUNNING],
  results: [rowsOf()],
  cancel: [json({ job: { status: { state: "DONE" } } })],
  job: [DONE],
  probe: [json({ datasets: [] })],
  dataset: [json({ location: "EU" })],
  tables: [json({ totalItems: 3 })],
  token: [json({ access_token: "a-token", expires_in: 3600, token_type: "Bearer" })],
};

/** The server ends with the test. */
export async function startScriptedBigquery(steps: BigquerySteps = {}): Promise<ScriptedBigquery> {
  const calls: { readonly kind: BigqueryCall; readonly request: ScriptedRequest }[] = [];
  const script = { ...USUAL, ...steps };
  const server = await startScriptedHttp((response, request) => {
    const kind = kindOf(request);
    calls.push({ kind, request });
    const before = calls.filter((call) => call.kind === kind).length;
    const own = script[kind];
    own[Math.min(before, own.length) - 1]?.(response, request);
  });
  const of = (kind: BigqueryCall) =>
    calls.filter((call) => call.kind === kind).map(({ request }) => request);
  return { url: server.url, host: server.host, calls, of };
}

function kindOf({ method, path, body }: ScriptedRequest): BigqueryCall {
  const { pathname } = new URL(path, "http://here");
  if (pathname.endsWith("/token")) return "token";
  if (pathname.endsWith("/cancel")) return "cancel";
  if (pathname.includes("/queries/")) return "results";
  if (pathname.endsWith("/tables")) return "tables";
  if (pathname.endsWith("/datasets")) return "probe";
  if (pathname.includes("/datasets/")) return "dataset";
  if (method === "GET") return "job";
  return /"dryRun":true/.test(body) ? "dryRun" : "insert";
}
