/**
 * A service on loopback that speaks Snowflake's protocol by a script: what an emulator cannot show,
 * such as a query that goes on for long, addresses of rows that expire, sessions that end, refusals
 * in the service's words, and silence.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync, gzipSync } from "node:zlib";

/** A column as the service describes it. */
export interface ScriptedColumn {
  readonly name: string;
  readonly type: string;
  readonly precision?: number;
  readonly scale?: number;
  /** Of a structured type. */
  readonly fields?: readonly unknown[];
}

export type ScriptedCells = readonly (string | null)[];

export type ScriptedAnswer =
  | {
      readonly columns: readonly ScriptedColumn[];
      /** Those that come with the answer itself. */
      readonly rows?: readonly ScriptedCells[];
      /** Those that have to be fetched; an HTTP status in the place of rows refuses them. */
      readonly chunks?: readonly (readonly ScriptedCells[] | number)[];
      /** How often the service says before that it is still at work. */
      readonly progress?: number;
    }
  | { readonly code: string; readonly message: string; readonly sqlState?: string }
  | { readonly status: number }
  | "silence";

export interface ScriptedStatement {
  readonly sql: string;
  readonly describeOnly: boolean;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly token: string;
}

export interface SnowflakeScript {
  /** The answer to a login; all are admitted when absent. */
  readonly login?: (data: Readonly<Record<string, unknown>>) => ScriptedLogin;
  readonly statement: (statement: ScriptedStatement) => ScriptedAnswer;
  /** The answer to a request for a new token of a session; refused when absent. */
  readonly renewal?: () => ScriptedLogin;
}

export type ScriptedLogin =
  | "admitted"
  | "silence"
  | { readonly code: string; readonly message: string }
  | { readonly status: number };

export interface ScriptedSnowflake {
  readonly url: string;
  /** What the logins said of themselves, in order. */
  readonly logins: readonly Readonly<Record<string, unknown>>[];
  readonly statements: readonly ScriptedStatement[];
  /** Paths of requests to stop a statement. */
  readonly aborts: readonly string[];
  /** Resolves when a statement is waited for in vain, or is asked for again by its query's id. */
  readonly busy: Promise<void>;
  stop(): Promise<void>;
}

/** The caller stops it. */
export async function startScriptedSnowflake(script: SnowflakeScript): Promise<ScriptedSnowflake> {
  const logins: Readonly<Record<string, unknown>>[] = [];
  const statements: ScriptedStatement[] = [];
  const aborts: string[] = [];
  const parts: (readonly ScriptedCells[] | number)[] = [];
  const working = new Map<string, { readonly answer: Rowset; left: number }>();
  const stopped = new Set<string>();
  let announce = () => {};
  const busy = new Promise<void>((resolve) => (announce = resolve));
  let url = "";

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on TCP has such an address.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", url);
    const body = await bodyOf(request);
    const [, first, id = "", last] = pathname.split("/");
    if (pathname === "/session/v1/login-request") {
      // The body of a login has one mapping.
      const data = body["data"] as Record<string, unknown>;
      logins.push({ ...data, ...Object.fromEntries(searchParams) });
      admit(response, script.login?.(data) ?? "admitted", `token-${logins.length}`);
    } else if (pathname === "/session/token-request") {
      admit(response, script.renewal?.() ?? GONE, "token-renewed");
    } else if (pathname.endsWith("/abort-request")) {
      aborts.push(pathname);
      stopped.add(id === "v1" ? "" : id);
      say(response, { success: true });
    } else if (pathname === "/queries/v1/query-request") {
      const statement = statementOf(request, body);
      statements.push(statement);
      answer(response, script.statement(statement), statement.describeOnly);
    } else if (first === "queries" && last === "result") {
      announce();
      goOn(response, id);
    } else if (first === "chunks") {
      chunk(response, parts[Number(id)] ?? 404);
    } else say(response, { success: true, data: null });
  }

  function admit(response: ServerResponse, login: ScriptedLogin, token: string): void {
    if (login === "silence") return announce();
    if (typeof login === "object" && "status" in login) {
      response.writeHead(login.status).end("<html></html>");
      return;
    }
    const masterToken = `master-${token}`;
    const admitted = { token, sessionToken: token, masterToken, sessionId: 1, ...VALIDITY };
    if (login === "admitted") say(response, { success: true, data: admitted });
    else say(response, { success: false, ...login, data: {} });
  }

  function answer(response: ServerResponse, given: ScriptedAnswer, describeOnly: boolean): void {
    if (given === "silence") return announce();
    if ("status" in given) {
      response.writeHead(given.status).end("");
      return;
    }
    const queryId = `01b00000-0000-0000-0000-${String(statements.length).padStart(12, "0")}`;
    if ("code" in given) {
      const { code, message, sqlState = "42000" } = given;
      const data = { errorCode: code, sqlState, queryId: REFUSED_ID };
      say(response, { success: false, code, message, data });
    } else if (given.progress !== undefined && !describeOnly) {
      working.set(queryId, { answer: given, left: given.progress });
      goOn(response, queryId);
    } else finish(response, given, queryId, describeOnly);
  }

  /** A query that is still at work, until it has said so often enough. */
  function goOn(response: ServerResponse, queryId: string): void {
    const work = working.get(queryId);
    if (!work) return say(response, { success: false, code: "000709", message: "No such query" });
    if (stopped.has(queryId)) {
      const data = { errorCode: "000604", sqlState: "57014", queryId };
      say(response, { success: false, code: "000604", message: "SQL execution canceled", data });
    } else if (work.left > 0) {
      work.left -= 1;
      const data = { queryId, getResultUrl: `/queries/${queryId}/result` };
      setTimeout(() => say(response, { success: true, code: "333333", message: null, data }), HOLD);
    } else finish(response, work.answer, queryId, false);
  }

  function finish(
    response: ServerResponse,
    { columns, rows = [], chunks = [] }: Rowset,
    queryId: string,
    describeOnly: boolean,
  ): void {
    const counts = chunks.map((part) => (typeof part === "number" ? 1 : part.length));
    const total = rows.length + counts.reduce((sum, count) => sum + count, 0);
    const data = {
      parameters: [],
      rowtype: columns.map(describedColumn),
      rowset: describeOnly ? [] : rows,
      total: describeOnly ? 0 : total,
      returned: describeOnly ? 0 : total,
      queryId,
      sqlState: null,
      version: 1,
      statementTypeId: 0x1000,
      queryResultFormat: "json",
      ...(chunks.length > 0 &&
        !describeOnly && {
          chunkHeaders: {},
          chunks: chunks.map((part, index) => ({
            url: `${url}/chunks/${parts.push(part) - 1}`,
            rowCount: counts[index],
            uncompressedSize: 1,
            compressedSize: 1,
          })),
        }),
    };
    say(response, { success: true, code: null, message: null, data });
  }

  return {
    url,
    logins,
    statements,
    aborts,
    busy,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Rowset = Extract<ScriptedAnswer, { readonly columns: unknown }>;

/** Milliseconds for which it keeps a client waiting; the service takes 45 s. */
const HOLD = 10;
const VALIDITY = {
  validityInSeconds: 3600,
  masterValidityInSeconds: 14_400,
  validityInSecondsST: 3600,
  validityInSecondsMT: 14_400,
  parameters: [],
  sessionInfo: {},
};
const REFUSED_ID = "01b00000-0000-0000-0000-ffffffffffff";
const GONE = { code: "390114", message: "Authentication token has expired." };

function describedColumn(column: ScriptedColumn) {
  const { name, type, precision = null, scale = null, fields } = column;
  return { name, type, precision, scale, nullable: true, ...(fields && { fields }) };
}

function chunk(response: ServerResponse, part: readonly ScriptedCells[] | number): void {
  if (typeof part === "number") {
    response.writeHead(part).end("");
    return;
  }
  const body = gzipSync(JSON.stringify(part).slice(1, -1), { level: 1 });
  response.writeHead(200, {
    "content-encoding": "gzip",
    "content-type": "binary/octet-stream",
  });
  response.end(body);
}

function say(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer); // A request has no encoding.
  const raw = Buffer.concat(pieces);
  const text = request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw;
  return text.length === 0 ? {} : (JSON.parse(text.toString()) as Record<string, unknown>);
}

function statementOf(
  request: IncomingMessage,
  body: Readonly<Record<string, unknown>>,
): ScriptedStatement {
  const { sqlText, describeOnly, parameters } = body;
  return {
    sql: String(sqlText),
    describeOnly: describeOnly === true,
    parameters: { ...(typeof parameters === "object" && parameters) },
    token: /"(.*)"/.exec(request.headers.authorization ?? "")?.[1] ?? "",
  };
}
