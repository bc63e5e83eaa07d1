/** Servers that do not keep to PostgreSQL's protocol: nothing that nobody asked for is a row. */
import { afterEach, expect, test } from "vitest";
import type { Source } from "../../src/sources/contract.js";
import { postgresql } from "../../src/sources/postgresql/config.js";
import { postgresqlSource } from "../../src/sources/postgresql/index.js";
import {
  complete,
  description,
  field,
  int16,
  int32,
  message,
  ready,
  refused,
  row,
  startScriptedPostgres,
  type Script,
  type ScriptedPostgres,
} from "../servers/scripted-postgres.js";
import { checkStages } from "../support/source.js";
import { collect, refusal } from "./collect.js";

const servers: ScriptedPostgres[] = [];
const sources: Source[] = [];
afterEach(async () => {
  for (const source of sources.splice(0)) await source.close();
  for (const server of servers.splice(0)) await server.stop();
});

async function start(script: Script): Promise<{ read: Source; server: ScriptedPostgres }> {
  const server = await startScriptedPostgres(script);
  servers.push(server);
  const fields = { host: "127.0.0.1", username: "u", database: "shop", sslmode: "disable" };
  const config = postgresql.config.parse({ ...fields, port: server.port });
  const context = { name: "shop", queryTag: "headwater/x", secrets: [] };
  const read = await postgresqlSource.open(config, context);
  sources.push(read);
  return { read, server };
}

const INT8 = [field("n", 20)];
const one = row(Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]));
const two = row(Buffer.from([0, 0, 0, 0, 0, 0, 0, 2]));

test("rows of a server that keeps to the protocol are read, whatever it says between them", async () => {
  const notice = message("N", Buffer.from("SNOTICE\0\0"));
  const aside = [notice, message("S", Buffer.from("TimeZone\0UTC\0")), message("A", int32(1))];
  const { read, server } = await start({
    columns: INT8,
    answer: (asked) => {
      if (asked === "execute")
        return [...aside, one, ...aside, two, ...aside, complete("SELECT 2")];
      return undefined;
    },
  });
  expect((await collect(read, "select n from t")).values).toEqual([[1, 2]]);
  expect((await collect(read, "select n from t")).values).toEqual([[1, 2]]);
  expect(server.logins()).toBe(1);
});

/** Where in an exchange the server says something more, by what it answers then. */
const PLACES: Readonly<Record<string, { asked: RegExp; before: number }>> = {
  "for BEGIN": { asked: /^query BEGIN/, before: 0 },
  "for Parse": { asked: /^parse/, before: 0 },
  "before the parameters": { asked: /^describe/, before: 0 },
  "before the columns": { asked: /^describe/, before: 1 },
  "for Bind": { asked: /^bind/, before: 0 },
  "before the rows": { asked: /^execute/, before: 0 },
  "among the rows": { asked: /^execute/, before: 1 },
  "after the statement's end": { asked: /^execute/, before: 3 },
  "for ROLLBACK": { asked: /^query ROLLBACK/, before: 0 },
  "after ROLLBACK": { asked: /^query ROLLBACK/, before: 1 },
};

const MESSAGES: Readonly<Record<string, Buffer>> = {
  ParseComplete: message("1"),
  BindComplete: message("2"),
  CloseComplete: message("3"),
  CommandComplete: complete("SELECT 1"),
  DataRow: one,
  EmptyQueryResponse: message("I"),
  RowDescription: description(INT8),
  "another RowDescription": description([field("n", 23), field("m", 25)]),
  ReadyForQuery: ready(true),
  NoData: message("n"),
  PortalSuspended: message("s"),
  ParameterDescription: message("t", int16(0)),
  CopyInResponse: message("G", Buffer.from([0, 0, 0])),
  CopyOutResponse: message("H", Buffer.from([0, 0, 0])),
  CopyBothResponse: message("W", Buffer.from([0, 0, 0])),
  CopyData: message("d", Buffer.from("x")),
  CopyDone: message("c"),
  FunctionCallResponse: message("V", int32(-1)),
  AuthenticationOk: message("R", int32(0)),
  BackendKeyData: message("K", Buffer.concat([int32(1), int32(2)])),
  NegotiateProtocolVersion: message("v", Buffer.concat([int32(0), int32(0)])),
  "an unknown message": message("~"),
};

/** What belongs there, or ends the exchange in a way of its own. */
const BELONGS: Readonly<Record<string, readonly string[]>> = {
  "for BEGIN": ["CommandComplete"],
  "before the columns": ["NoData"],
  "before the rows": ["DataRow"],
  "among the rows": ["DataRow"],
  "after ROLLBACK": ["CommandComplete", "ReadyForQuery"],
};

/** What an honest server answers. */
const USUAL: readonly (readonly [RegExp, readonly Buffer[]])[] = [
  [/^query BEGIN/, [complete("BEGIN"), ready(true)]],
  [/^parse/, [message("1")]],
  [/^describe/, [message("t", int16(0)), description(INT8)]],
  [/^bind/, [message("2")]],
  [/^execute/, [one, two, complete("SELECT 2")]],
  [/^query ROLLBACK/, [complete("ROLLBACK"), ready(false)]],
];

test.each(Object.keys(PLACES))(
  "a server that says what does not belong %s is left, and not asked again",
  async (place) => {
    const where = PLACES[place] ?? { asked: /^$/, before: 0 };
    const odd = Object.entries(MESSAGES).filter(([name]) => !BELONGS[place]?.includes(name));
    const outcomes = odd.map(async ([name, extra]) => {
      const { read, server } = await start({
        columns: INT8,
        rows: [one, two],
        answer(asked) {
          if (!where.asked.test(asked)) return undefined;
          const usual = USUAL.find(([pattern]) => pattern.test(asked))?.[1] ?? [];
          return usual.toSpliced(where.before, 0, extra);
        },
      });
      const { code } = await refusal(collect(read, "select n from t"));
      return [name, code, server.logins()];
    });
    expect(await Promise.all(outcomes)).toEqual(
      odd.map(([name]) => [name, "source-protocol-broken", 1]),
    );
  },
);

test("rows that answer our ROLLBACK are none of the result", async () => {
  const { read } = await start({
    columns: INT8,
    rows: [one],
    answer: (asked) =>
      asked === "query ROLLBACK"
        ? [description(INT8), one, two, complete("SELECT 2"), ready(false)]
        : undefined,
  });
  expect(await refusal(collect(read, "select n from t"))).toMatchObject({
    code: "source-protocol-broken",
    message:
      "`shop`: the server does not keep to its protocol: it sent RowDescription where CommandComplete or an error belongs.",
  });
});

test("nothing is asked of QuestDB behind a statement with rows", async () => {
  const { read, server } = await start({
    columns: INT8,
    rows: [one, two],
    parameters: { questdb_version: "9.3.4" },
  });
  expect((await collect(read, "select n from t")).values).toEqual([[1, 2]]);
  expect((await read.describe("select n from t")).map(({ name }) => name)).toEqual(["n"]);
  const rest = server.messages.slice(server.messages.indexOf("execute"));
  expect(rest.slice(0, 3)).toEqual(["execute", "sync", "terminate"]);
  expect(server.logins()).toBe(2);
});

const MICROSECONDS = Buffer.alloc(8);

test("QuestDB is asked for its plan, which tells whose nanoseconds it cuts", async () => {
  let planned = false;
  const { read, server } = await start({
    columns: [field("at", 1114), field("n", 20), field('a "b"', 1114)],
    rows: [row(MICROSECONDS, Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]), MICROSECONDS)],
    parameters: { questdb_version: "9.3.4" },
    answer: (asked) => {
      if (asked.startsWith("parse")) planned = asked.includes("explain");
      if (asked === "describe" && planned) {
        return [message("t", int16(0)), description([field("QUERY PLAN", 1043)])];
      }
      if (asked !== "execute" || !planned) return undefined;
      const lines = ["VirtualRecord", "  functions: ['TIMESTAMP_NS','TIMESTAMP']"];
      return [...lines.map((line) => row(line)), complete("EXPLAIN")];
    },
  });
  const { values, warnings } = await collect(read, "select * from t; -- all");
  expect(values).toEqual([["2000-01-01T00:00:00"], [1], ["2000-01-01T00:00:00"]]);
  expect(warnings.map(({ code, message: said }) => `${code}: ${said}`)).toEqual([
    "nanoseconds-cut: Times in `at` are stored in nanoseconds and read in whole microseconds: what is finer is cut.",
  ]);
  expect(server.messages.filter((said) => said.includes("explain"))).toEqual([
    'parse explain select typeOf("at"), typeOf("a ""b""") from (\nselect * from t -- all\n)',
  ]);
});

test("where QuestDB refuses the plan the rows come all the same, and it is asked once", async () => {
  let planned = false;
  const { read, server } = await start({
    columns: [field("at", 1114)],
    rows: [row(MICROSECONDS)],
    parameters: { questdb_version: "9.3.4" },
    answer: (asked) => {
      if (asked.startsWith("parse")) planned = asked.includes("explain");
      // After a refusal it is silent until the Sync.
      if (asked === "describe" && planned) return [];
      return asked.includes("explain") ? [refused("00000", "no such thing")] : undefined;
    },
  });
  const { values, warnings } = await collect(read, "select at from t");
  expect(values).toEqual([["2000-01-01T00:00:00"]]);
  expect(warnings).toEqual([]);
  expect(server.messages.filter((said) => said.includes("explain"))).toHaveLength(1);
});

test("the server's word for the end of the connection counts wherever it stands", async () => {
  const { read } = await start({
    columns: INT8,
    answer: (asked, socket) => {
      if (asked !== "execute") return undefined;
      setImmediate(() => socket.end());
      return [one, refused("57P01", "the administrator ends it", "FATAL")];
    },
  });
  const said = await refusal(collect(read, "select n from t"));
  expect(said.code).toBe("source-connection-lost");
  expect(said.message).toContain("the administrator ends it");
});

test.each<[string, number, number, Buffer]>([
  ["bool", 16, -1, Buffer.from([1, 0])],
  ["a bool that is none", 16, -1, Buffer.from([2])],
  ["smallint", 21, -1, Buffer.from([1])],
  ["integer", 23, -1, Buffer.from("20240")],
  ["bigint", 20, -1, Buffer.from([1])],
  ["real", 700, -1, Buffer.from("1.5")],
  ["double precision", 701, -1, Buffer.from("1.5")],
  ["date", 1082, -1, Buffer.from("2024-01-01")],
  ["time", 1083, -1, Buffer.from([0, 0, 0, 1])],
  ["timestamp", 1114, -1, Buffer.alloc(4)],
  ["timestamptz", 1184, -1, Buffer.alloc(12)],
  ["numeric", 1700, (5 << 16) + 6, Buffer.from([0, 1])],
  [
    "a numeric with more groups than bytes",
    1700,
    (5 << 16) + 6,
    Buffer.from([0, 9, 0, 0, 0, 0, 0, 0]),
  ],
  [
    "a numeric of digits that are none",
    1700,
    (5 << 16) + 6,
    Buffer.from([0, 1, 0, 0, 0, 0, 0, 0, 0xff, 0xff]),
  ],
])("a value that is not as wide as its type is refused: %s", async (_, oid, modifier, value) => {
  const { read, server } = await start({
    columns: [field("v", oid, modifier)],
    rows: [row(value)],
  });
  const said = await refusal(collect(read, "select v from t"));
  expect(said.code).toBe("source-protocol-broken");
  expect(server.logins()).toBe(1);
});

test.each<[string, Buffer]>([
  ["fewer values than columns", row(null)],
  ["more values than columns", row(null, null, null)],
  ["a length that is none", message("D", Buffer.concat([int16(2), int32(-2), int32(-1)]))],
  ["a value beyond its end", message("D", Buffer.concat([int16(2), int32(-1), int32(9)]))],
  [
    "bytes behind its last value",
    message("D", Buffer.concat([int16(2), int32(-1), int32(-1), int32(0)])),
  ],
  ["a length of the message that is none", Buffer.from([0x44, 0, 0, 0, 3])],
  ["a message beyond all bounds", Buffer.from([0x44, 0xff, 0xff, 0xff, 0xff])],
])("a row is refused that has %s", async (_, bad) => {
  const { read } = await start({
    columns: [field("a", 25), field("b", 25)],
    rows: [row("x", "y"), bad],
  });
  expect((await refusal(collect(read, "select a, b from t"))).code).toBe("source-protocol-broken");
});

test.each<[string, Buffer]>([
  [
    "the name of a column does not end",
    message("T", Buffer.concat([int16(1), Buffer.from("name")])),
  ],
  ["there are fewer columns than it says", message("T", Buffer.concat([int16(2), field("a", 25)]))],
  [
    "something stands behind the last one",
    message("T", Buffer.concat([int16(1), field("a", 25), int16(0)])),
  ],
])("columns are refused where %s", async (_, bad) => {
  const { read } = await start({
    answer: (asked) => (asked === "describe" ? [message("t", int16(0)), bad] : undefined),
  });
  expect((await refusal(collect(read, "select a from t"))).code).toBe("source-protocol-broken");
});

test("bytes that are not UTF-8 are repaired and reported", async () => {
  const { read } = await start({
    columns: [field("t", 25)],
    rows: [row(Buffer.from([0x61, 0xff])), row("é")],
  });
  const { values, warnings } = await collect(read, "select t from t");
  expect(values).toEqual([["a\uFFFD", "é"]]);
  expect(warnings.map(({ code }) => code)).toEqual(["text-repaired"]);
});

test("what does not only read is not even parsed by the server", async () => {
  const { read, server } = await start({ columns: INT8 });
  const words = ["TRUNCATE TABLE t", "rename table a to b", "with x as (delete from t) select 1"];
  for (const sql of words) {
    expect((await refusal(collect(read, sql))).code).toBe("statement-not-sent");
    expect((await refusal(read.describe(sql))).code).toBe("statement-not-sent");
  }
  expect(server.messages).toEqual([]);
});

/** Statements that a server which lacks something refuses. */
function lacking(no: RegExp, columns: readonly Buffer[] = INT8): Script {
  return {
    columns,
    rows: [one],
    answer: (asked) =>
      asked.startsWith("query ") && no.test(asked)
        ? [refused("42601", "it does not know that"), ready(true)]
        : undefined,
  };
}

test("what a server refuses to do at once it is asked one by one", async () => {
  const { read, server } = await start(lacking(/;/));
  expect((await collect(read, "select n from t")).values).toEqual([[1]]);
  expect((await collect(read, "select n from t")).values).toEqual([[1]]);
  expect(server.messages.filter((asked) => asked.includes(";"))).toHaveLength(1);
  expect(server.messages).toContain("query SET LOCAL DateStyle = 'ISO, YMD'");
});

test("what makes no value another one is left out where a server refuses it", async () => {
  const { read, server } = await start(lacking(/statement_timeout|client_connection_check/));
  for (let n = 0; n < 2; n++) {
    expect((await collect(read, "select n from t")).values).toEqual([[1]]);
  }
  const last = server.messages.findLast((asked) => asked.startsWith("query BEGIN"));
  expect(last).toMatch(/^query BEGIN READ ONLY; SET LOCAL DateStyle/);
  expect(last).not.toMatch(/statement_timeout|client_connection_check/);
});

test.each(["BEGIN READ ONLY", "SET LOCAL IntervalStyle = 'postgres'"])(
  "an opening that is refused names the statement and why it is sent: %s",
  async (sql) => {
    const { read } = await start(lacking(new RegExp(sql)));
    const said = await refusal(collect(read, "select n from t"));
    expect(said.code).toBe("source-opening-refused");
    expect(said.message).toMatch(
      `the server refused \`${sql}\`, which Headwater sends before each query so that`,
    );
    expect(said.message).toContain("it does not know that");
  },
);

test("the doctor passes over what a server cannot answer", async () => {
  const { read } = await start(lacking(/rolsuper|current_setting|nspname/));
  const stages = await checkStages(read);
  expect(stages.map(({ stage, ok }) => `${stage} ${ok}`)).toEqual([
    "settings true",
    "resolve true",
    "connect true",
    "tls true",
    "login true",
    "privileges true",
    "query true",
  ]);
  expect(stages.at(-2)?.detail).toBe("the server does not tell what the login may do");
  expect(stages.at(-1)?.detail).toBe("its tables are not told");
});

test("the doctor fails with the server's words, not with our query, where no query runs", async () => {
  const { read } = await start(lacking(/SELECT/i));
  const stage = (await checkStages(read)).at(-1);
  expect(stage).toMatchObject({ stage: "query", ok: false });
  expect(JSON.stringify(stage)).not.toMatch(/SELECT|line 1/);
});

test("tables come from the standard's schema where the system's own tables are not there", async () => {
  const columns = ["s", "t", "k", "c", "d"].map((name) => field(name, 25));
  const { read } = await start({
    answer(asked) {
      if (/^query\s+SELECT n\.nspname/.test(asked)) {
        return [refused("42P01", "no such table"), ready(true)];
      }
      if (!asked.includes("information_schema.tables t")) return undefined;
      const rows = [
        row("public", "trades", "BASE TABLE", "at", "timestamp without time zone"),
        row("public", "trades", "BASE TABLE", "price", "double precision"),
        row("public", "daily", "VIEW", "n", "bigint"),
      ];
      return [description(columns), ...rows, complete("SELECT 3"), ready(true)];
    },
  });
  expect(await read.catalog()).toEqual([
    {
      name: "public",
      tables: [
        {
          name: "trades",
          kind: "table",
          columns: [
            { name: "at", nativeType: "timestamp without time zone", type: "timestamp" },
            { name: "price", nativeType: "double precision", type: "float64" },
          ],
        },
        {
          name: "daily",
          kind: "view",
          columns: [{ name: "n", nativeType: "bigint", type: "int64" }],
        },
      ],
    },
  ]);
});

test("a server that does not tell its tables is told so, without our query", async () => {
  const { read } = await start(lacking(/nspname|information_schema/));
  expect(await refusal(read.catalog())).toMatchObject({
    code: "source-tables-untold",
    message: "`shop`: the server does not tell which tables it has: it does not know that.",
  });
});

test("types that a server does not describe are read as text, and told", async () => {
  const { read } = await start({
    ...lacking(/pg_type/),
    columns: [field("v", 99_999)],
    rows: [row("some")],
  });
  const { values, warnings } = await collect(read, "select v from t");
  expect(values).toEqual([["some"]]);
  expect(warnings.map(({ code }) => code)).toEqual(["column-type-unknown"]);
});

test("a server that takes one connection at a time serves several statements at once", async () => {
  const { read, server } = await start({ columns: INT8, rows: [one], connections: 1 });
  const reads = ["1", "2", "3"].map((n) => collect(read, `select n from t${n}`));
  expect((await Promise.all(reads)).map(({ values }) => values)).toEqual([[[1]], [[1]], [[1]]]);
  expect(server.messages.filter((asked) => asked === "execute")).toHaveLength(3);
});
