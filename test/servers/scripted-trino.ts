/**
 * Trino's REST protocol on loopback, as scripted: for what a real one shows by chance only, and
 * where there is none. Transactions begin and end by themselves; each kind of call has its own
 * steps, of which the last one goes on for ever.
 */
import { json, startScriptedHttp, type HttpStep, type ScriptedRequest } from "./scripted-http.js";

/** `statement`: one of the user's, or of the doctor's; `page`: what follows it. */
export type TrinoCall = "info" | "begin" | "rollback" | "statement" | "page" | "cancel";

export type TrinoSteps = Partial<Record<TrinoCall, readonly HttpStep[]>>;

export interface ScriptedTrino {
  readonly host: string;
  readonly port: number;
  /** Requests of one kind so far. */
  of(kind: TrinoCall): readonly ScriptedRequest[];
}

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly typeSignature: { readonly rawType: string; readonly arguments: readonly unknown[] };
}

/** A column of a type without parameters. */
export function column(name: string, type: string): Column {
  return { name, type, typeSignature: { rawType: type, arguments: [] } };
}

const ID = "20260101_000000_00000_aaaaa";
/** A path of the page with this name, at an address that the client cannot reach. */
export const addressOf = (name: string) =>
  `http://inside.example:1/v1/statement/executing/${ID}/y0123/${name}?slug=1`;

/** An answer about a statement; `next` names the page that follows. */
export function answer(fields: Readonly<Record<string, unknown>> = {}, next?: string): HttpStep {
  return json(bodyOf(fields, next));
}

/** The same with numbers as they are written in `data`, which JSON.stringify would round. */
export function exactAnswer(columns: readonly Column[], data: string, next?: string): HttpStep {
  return (response) => {
    const text = JSON.stringify(bodyOf({ columns, data: "@" }, next)).replace('"@"', () => data);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(text);
  };
}

function bodyOf(fields: Readonly<Record<string, unknown>>, next: string | undefined): object {
  const stats = { state: next === undefined ? "FINISHED" : "RUNNING" };
  return { id: ID, ...fields, ...(next !== undefined && { nextUri: addressOf(next) }), stats };
}

/** A statement that the server gives up. */
export function failed(errorName: string, message: string, errorType = "USER_ERROR"): HttpStep {
  return answer({ error: { message, errorCode: 1, errorName, errorType } });
}

export const QUEUED = answer({}, "1");
export const NUMBERS: readonly Column[] = [column("n", "bigint")];

/** A page of numbers. */
export function numbers(values: readonly number[], next?: string): HttpStep {
  return answer({ columns: NUMBERS, data: values.map((value) => [value]) }, next);
}

const USUAL: Record<TrinoCall, readonly HttpStep[]> = {
  info: [json({ nodeVersion: { version: "476" }, coordinator: true, starting: false })],
  begin: [json({ id: ID }, 200, { "x-trino-started-transaction-id": "a-transaction" })],
  rollback: [json({ id: ID }, 200, { "x-trino-clear-transaction-id": "true" })],
  statement: [QUEUED],
  page: [numbers([1])],
  cancel: [(response) => response.writeHead(204).end()],
};

/** The server ends with the test. */
export async function startScriptedTrino(steps: TrinoSteps = {}): Promise<ScriptedTrino> {
  const calls: { readonly kind: TrinoCall; readonly request: ScriptedRequest }[] = [];
  const script = { ...USUAL, ...steps };
  const server = await startScriptedHttp((response, request) => {
    const kind = kindOf(request);
    calls.push({ kind, request });
    const before = calls.filter((call) => call.kind === kind).length;
    const own = script[kind];
    own[Math.min(before, own.length) - 1]?.(response, request);
  });
  const { hostname: host, port } = new URL(server.url);
  return {
    host,
    port: Number(port),
    of: (kind) => calls.filter((call) => call.kind === kind).map(({ request }) => request),
  };
}

function kindOf({ method, path, body }: ScriptedRequest): TrinoCall {
  if (path === "/v1/info") return "info";
  if (method === "DELETE") return "cancel";
  if (method === "GET") return "page";
  if (body === "START TRANSACTION READ ONLY") return "begin";
  return body === "ROLLBACK" ? "rollback" : "statement";
}
