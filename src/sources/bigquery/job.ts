/**
 * The life of one query:
 *
 *   insert ─▶ results, asked again until the job is done ─▶ pages of rows
 *      └── aborted, timed out, failed ─▶ cancel, until it is done
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { HttpFailure, type HttpCall } from "../http/index.js";
import { at, numberAt, parsedObject, textAt } from "./answer.js";
import { queryConfiguration } from "./query-configuration.js";
import { JobFailed, jobRefusal, PASSING_REASONS, refusalOf } from "./refusal.js";
import type { Service } from "./service.js";

/** Rows of one page at most; the service makes it smaller where they are large. */
const PAGE_ROWS = 20_000;
/** Milliseconds for which the service holds back its answer while a job runs. */
const WAIT = 10_000;
/** Milliseconds for an answer that nothing holds back, and beyond what does. */
const ANSWER = 30_000;
/** Milliseconds for what a job has cost, which nothing else waits for. */
const BILL = 5_000;
/** Seconds beyond the service's own time limit after which a job is given up from here. */
const GRACE = 5;
/** Milliseconds for stopping a job. */
const STOPPING = 5_000;
/** How often a job that is not there yet is stopped. */
const STOP_TRIES = 5;

/** A job that is done, and where its rows are. */
export interface FinishedJob {
  /** The first page of the results; all others have the same form. */
  readonly first: unknown;
  /** The page of a token. */
  page(token: string, signal: AbortSignal): Promise<unknown>;
  /** Bytes for which it is billed; undefined where the service does not say. Never rejects. */
  billed(signal: AbortSignal): Promise<number | undefined>;
}

interface JobPlace {
  readonly id: string;
  readonly location: string | undefined;
}

/**
 * Runs a query to its end. Rejects with a SourceError, a JobFailed or an HttpFailure; its job is
 * cancelled then, if it may still run.
 */
export async function runJob(
  service: Service,
  sql: string,
  location: string | undefined,
  signal: AbortSignal,
): Promise<FinishedJob> {
  const { config, context } = service;
  const expiry = AbortSignal.timeout((config.timeout + GRACE) * 1000);
  const stop = AbortSignal.any([signal, expiry]);
  let place: JobPlace = { id: `headwater_${randomUUID()}`, location: config.location ?? location };
  try {
    stop.throwIfAborted();
    place = await insert(service, sql, place, stop);
    const first = await results(service, place, stop);
    return {
      first,
      page: (token, pageSignal) => page(service, place, token, pageSignal),
      billed: (billSignal) => billed(service, place, billSignal),
    };
  } catch (error) {
    if (mayStillRun(error)) await cancel(service, place);
    if (signal.aborted) throw new SourceError(createDiagnostic("read-cancelled", {}));
    if (expiry.aborted) {
      const values = { source: context.name, seconds: config.timeout };
      throw new SourceError(createDiagnostic("query-timed-out", values));
    }
    throw error;
  }
}

/** Whether a job may be under way: unless the service, or the login, has refused it. */
function mayStillRun(error: unknown): boolean {
  if (error instanceof JobFailed || error instanceof SourceError) return false;
  const refusal = error instanceof HttpFailure ? refusalOf(error) : undefined;
  if (!refusal || PASSING_REASONS.has(refusal.reason)) return true;
  const { status = 500 } = refusal;
  return status >= 500 || status === 429;
}

async function insert(
  service: Service,
  sql: string,
  { id, location }: JobPlace,
  signal: AbortSignal,
): Promise<JobPlace> {
  const projectId = service.config.project;
  const jobReference = { projectId, jobId: id, ...(location !== undefined && { location }) };
  try {
    const job = await service.call({
      method: "POST",
      path: "jobs",
      body: { jobReference, configuration: queryConfiguration(service, sql) },
      // With an id of ours a second call finds the job of the first.
      repeatable: true,
      deadline: ANSWER + WAIT,
      signal,
    });
    requireGood(job);
    return { id, location: textAt(job, "jobReference", "location") ?? location };
  } catch (error) {
    const isThere = error instanceof HttpFailure && error.answer?.status === 409;
    if (isThere) return { id, location };
    throw error;
  }
}

/** Throws a JobFailed where the job has ended badly. */
function requireGood(job: unknown): void {
  const failed = parsedObject(at(job, "status", "errorResult"));
  if (failed) throw new JobFailed(jobRefusal(failed));
}

/** The first page, once the job is done. */
async function results(service: Service, place: JobPlace, signal: AbortSignal): Promise<unknown> {
  for (;;) {
    const answer = await rowsAt(service, {
      path: `queries/${place.id}`,
      query: { ...resultsQuery(place), timeoutMs: WAIT },
      deadline: WAIT + ANSWER,
      signal,
    });
    if (at(answer, "jobComplete") !== false) return answer;
    // The service should have waited; one that does not is not asked without a pause.
    await sleep(100, undefined, { signal });
  }
}

function resultsQuery({ location }: JobPlace) {
  return { location, maxResults: PAGE_ROWS, "formatOptions.useInt64Timestamp": true };
}

/** A further page, which the service has at hand. */
function page(
  service: Service,
  place: JobPlace,
  pageToken: string,
  signal: AbortSignal,
): Promise<unknown> {
  const query = { ...resultsQuery(place), pageToken };
  return rowsAt(service, { path: `queries/${place.id}`, query, signal });
}

/**
 * A page of rows, which may take its time as long as it comes: `progress_timeout` is for what stops
 * coming, and for a page for which nothing else is set.
 */
async function rowsAt(service: Service, call: HttpCall): Promise<unknown> {
  const seconds = service.config.progress_timeout;
  const silence = seconds * 1000;
  const { deadline = silence } = call;
  try {
    return await service.call({ ...call, deadline, silence });
  } catch (error) {
    const late = error instanceof HttpFailure && error.kind === "timeout" && !call.deadline;
    if (!late && !(error instanceof HttpFailure && error.kind === "stalled")) throw error;
    const source = service.context.name;
    throw new SourceError(createDiagnostic("query-stalled", { source, seconds }));
  }
}

async function billed(
  service: Service,
  { id, location }: JobPlace,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const call = { path: `jobs/${id}`, query: { location }, deadline: BILL, signal };
    return numberAt(await service.call(call), "statistics", "query", "totalBytesBilled");
  } catch {
    // The rows are there, whatever they have cost.
    return undefined;
  }
}

/** Asks the service to stop a job, and waits until it is done, for a few seconds. Never rejects. */
async function cancel(service: Service, { id, location }: JobPlace): Promise<void> {
  const end = Date.now() + STOPPING;
  const stop = { query: { location }, deadline: STOPPING };
  const isDone = (job: unknown) => textAt(job, "status", "state") === "DONE";
  for (let tries = 1; tries <= STOP_TRIES; tries += 1) {
    try {
      const answer = await service.call({ ...stop, method: "POST", path: `jobs/${id}/cancel` });
      let done = isDone(at(answer, "job"));
      while (!done && Date.now() < end) {
        await sleep(200);
        done = isDone(await service.call({ ...stop, path: `jobs/${id}` }));
      }
      return;
    } catch (error) {
      // The call that makes the job may still be on its way.
      const isMissing = error instanceof HttpFailure && error.answer?.status === 404;
      if (!isMissing || Date.now() > end) return;
      await sleep(200);
    }
  }
}
