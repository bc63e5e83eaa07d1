/** The connection doctor: settings → name → connection → TLS → login → privileges → query. */
import { lookup } from "node:dns/promises";
import { byteText } from "../../contract/byte-text.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { quoteName } from "../../sql/dialects/bigquery/quote.js";
import type { CheckStage } from "../contract.js";
import { HttpFailure, type HttpFailureKind } from "../http/index.js";
import { numberAt, textAt } from "./answer.js";
import { listDatasets } from "./catalog.js";
import { maximumBytes } from "./maximum-bytes.js";
import { dryRun } from "./dry-run.js";
import { failureOf } from "./failure.js";
import { saysNothing } from "./first-answer.js";
import { runJob } from "./job.js";
import { datasetOf, queryConfiguration } from "./query-configuration.js";
import { refusalOf } from "./refusal.js";
import type { Service } from "./service.js";

type Outcome = Pick<CheckStage, "detail" | "diagnostic">;

const NEVER = new AbortController().signal;

/** Stops after the first stage that fails. No stage takes longer than the connect timeout. */
export async function* checkStages(service: Service): AsyncGenerator<CheckStage, void, undefined> {
  const stages: readonly (readonly [CheckStage["stage"], () => Promise<Outcome>])[] = [
    ["login", () => loginOutcome(service)],
    ["privileges", () => privileges(service)],
    ["query", () => query(service)],
  ];
  const settings = await attempt(service, "settings", () => settingsOutcome(service));
  yield settings;
  if (!settings.ok) return;
  let isThere = false;
  for (const stage of await reach(service)) {
    yield stage;
    isThere = stage.ok;
    if (!isThere) return;
  }
  for (const [stage, work] of stages) {
    const done = await attempt(service, stage, work);
    yield done;
    if (!done.ok) return;
  }
}

async function attempt(
  service: Service,
  stage: CheckStage["stage"],
  work: () => Promise<Outcome>,
): Promise<CheckStage> {
  try {
    return { stage, ok: true, ...(await work()) };
  } catch (error) {
    return { stage, ok: false, diagnostic: diagnosticOf(error, service) };
  }
}

function diagnosticOf(error: unknown, service: Service): Diagnostic {
  const failure = failureOf(error, service);
  if (!(failure instanceof SourceError)) throw failure;
  const { diagnostic } = failure;
  // Nobody cancels here but the clock.
  if (diagnostic.code !== "read-cancelled") return diagnostic;
  const { name: source } = service.context;
  const seconds = service.config.connect_timeout;
  const address = service.endpoint.url.host;
  const reason = `no whole answer within ${seconds} s.`;
  const hint = "The service may be overloaded; a slow network may need a longer `connect_timeout`.";
  return createDiagnostic("source-refused", { source, address, reason }, { hint });
}

async function settingsOutcome(service: Service): Promise<Outcome> {
  const login = await service.user();
  const { config } = service;
  const dataset = config.dataset ?? config.database;
  const parts = [
    `project \`${config.project}\``,
    ...(dataset === undefined ? [] : [`dataset \`${dataset}\``]),
    `\`${login}\``,
  ];
  return { detail: parts.join(", ") };
}

/**
 * How far a call that fails has come: the stages before it went well. Whoever gives an answer of any
 * kind is reached.
 */
function failsAt(kind: HttpFailureKind, secure: boolean): "resolve" | "connect" | "tls" | "login" {
  if (kind === "dns") return "resolve";
  if (kind === "unreachable" || kind === "unsendable" || kind === "timeout") return "connect";
  if (kind === "cut" || kind === "protocol") return secure ? "tls" : "connect";
  return kind === "tls" ? "tls" : "login";
}

/**
 * One call without a login, which the service refuses: whoever refuses it in the way of BigQuery
 * is there, encrypted where it should be, also behind a proxy.
 */
async function reach(service: Service): Promise<CheckStage[]> {
  const { url } = service.endpoint;
  const secure = url.protocol === "https:";
  const good: CheckStage[] = [
    { stage: "resolve", ok: true, detail: await addressesOf(url.hostname) },
    { stage: "connect", ok: true, detail: url.host },
    { stage: "tls", ok: true, detail: secure ? "encrypted" : "not encrypted (this machine)" },
  ];
  try {
    await service.probe(deadlineOf(service));
    return good;
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    if (refusalOf(error)) return good;
    const stage = failsAt(error.kind, secure);
    const diagnostic = unreached(error, service);
    const end = good.findIndex((one) => one.stage === stage);
    const before = end < 0 ? good : good.slice(0, end);
    return [...before, { stage, ok: false, diagnostic }];
  }
}

function unreached(error: HttpFailure, service: Service): Diagnostic {
  const { context, config, endpoint } = service;
  const { name: source } = context;
  const address = endpoint.url.host;
  if (error.kind === "timeout") {
    return saysNothing({ source, address, seconds: config.connect_timeout }).diagnostic;
  }
  if (error.kind === "protocol" || error.kind === "cut") {
    const reason =
      error.kind === "cut"
        ? "it closes the connection without an answer."
        : "it speaks no HTTP, so that it is no BigQuery.";
    const hint = `Check the host and the port in \`api_endpoint\`.`;
    return createDiagnostic("source-refused", { source, address, reason }, { hint });
  }
  return diagnosticOf(error, service);
}

async function addressesOf(host: string): Promise<string> {
  try {
    const addresses = await lookup(host.replace(/^\[|\]$/g, ""), { all: true });
    return addresses.map(({ address }) => address).join(", ");
  } catch {
    // Behind a proxy only the proxy knows the name.
    return host;
  }
}

async function loginOutcome(service: Service): Promise<Outcome> {
  await service.login();
  return { detail: `as \`${await service.user()}\`` };
}

async function privileges(service: Service): Promise<Outcome> {
  await dryRun(service, "select 1", AbortSignal.timeout(deadlineOf(service)));
  const own = datasetOf(service.config);
  if (!own) return { detail: "may run queries" };
  const count = await tableCount(service, own);
  const tables = count === undefined ? "" : `, sees ${count} ${count === 1 ? "table" : "tables"}`;
  const isWriter = await mayWrite(service, own);
  const { name: source } = service.context;
  if (count === 0 && !isWriter) {
    const values = { source, database: own.datasetId, user: await service.user() };
    return {
      detail: `may run queries${tables}`,
      diagnostic: createDiagnostic("source-without-tables", values, {
        hint: "Check `dataset`: it is empty, or the login lacks the role `roles/bigquery.dataViewer` on it.",
      }),
    };
  }
  const how = `may make tables in \`${own.datasetId}\``;
  return {
    detail: `may run queries${tables}${isWriter ? "" : ", and make no table"}`,
    ...(isWriter && {
      diagnostic: createDiagnostic("source-login-can-write", {
        source,
        user: await service.user(),
        how,
      }),
    }),
  };
}

/**
 * Tables that the login sees; undefined where it may not see the list. Rejects where the dataset is
 * not there, or elsewhere than the source says.
 */
async function tableCount(
  service: Service,
  { projectId, datasetId }: { readonly projectId: string; readonly datasetId: string },
): Promise<number | undefined> {
  const deadline = deadlineOf(service);
  const path = `../${encodeURIComponent(projectId)}/datasets/${encodeURIComponent(datasetId)}`;
  try {
    const dataset = await service.call({ path, deadline });
    requireLocation(service, datasetId, textAt(dataset, "location"));
    const query = { maxResults: 1 };
    const tables = await service.call({ path: `${path}/tables`, query, deadline });
    return numberAt(tables, "totalItems") ?? 0;
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const status = error.answer?.status;
    // Who may read tables need not see their list.
    if (status === 403) return undefined;
    if (status === 404) throw await noDataset(service, datasetId);
    throw error;
  }
}

function requireLocation(
  { config, context }: Service,
  dataset: string,
  place: string | undefined,
): void {
  const { location } = config;
  if (location === undefined || place === undefined) return;
  if (location.toLowerCase() === place.toLowerCase()) return;
  const values = { source: context.name, dataset, place, location };
  throw new SourceError(createDiagnostic("source-location-wrong", values));
}

async function noDataset(service: Service, dataset: string): Promise<SourceError> {
  const { name: source } = service.context;
  const known = await listDatasets(service, NEVER).catch(() => []);
  const names = known.map(({ datasetId }) => datasetId);
  const hint =
    suggest(dataset, names) ??
    (names.length > 0 && names.length <= 8
      ? `There are: ${names.map((name) => `\`${name}\``).join(", ")}.`
      : "Check `dataset`; one of another project is `project.dataset`.");
  const values = { source, database: dataset };
  return new SourceError(createDiagnostic("source-database-unknown", values, { hint }));
}

/** Whether a table could be made: looked at as every query is, and never run. */
async function mayWrite(
  service: Service,
  { projectId, datasetId }: { readonly projectId: string; readonly datasetId: string },
): Promise<boolean> {
  const table = quoteName(`${projectId}.${datasetId}.headwater_never_made`);
  const sql = `create table ${table} as select 1 as n`;
  const configuration = { ...queryConfiguration(service, sql), dryRun: true };
  const call = { method: "POST", path: "jobs", body: { configuration } };
  return service.call({ ...call, deadline: deadlineOf(service) }).then(
    () => true,
    () => false,
  );
}

async function query(service: Service): Promise<Outcome> {
  const sql = "select 1 as n";
  const signal = AbortSignal.timeout(deadlineOf(service));
  const { location } = await dryRun(service, sql, signal);
  const job = await runJob(service, sql, location, signal);
  const place =
    service.config.location ?? textAt(job.first, "jobReference", "location") ?? location;
  const limit = maximumBytes(service.config);
  const zone = service.context.timeZone ?? "UTC";
  return {
    detail: [
      ...(place === undefined ? [] : [`location ${place}`]),
      `time zone ${zone}`,
      `a query may be billed for ${limit === undefined ? "any number of bytes" : byteText(limit)}`,
    ].join(", "),
  };
}

function deadlineOf({ config }: Service): number {
  return config.connect_timeout * 1000;
}
