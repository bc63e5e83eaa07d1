/** What MariaDB does not do: MySQL 8's own ways, and servers that do not keep to the protocol. */
import { afterEach, expect, test } from "vitest";
import type { Source } from "../../src/sources/contract.js";
import { mysql } from "../../src/sources/mysql/config.js";
import { mysqlSource } from "../../src/sources/mysql/index.js";
import {
  columnPacket,
  EOF,
  errorPacket,
  preparedPackets,
  resultPackets,
  send,
  startScriptedMysql,
  type Answer,
  type ScriptedMysql,
} from "../servers/scripted-mysql.js";
import { collect, refusal } from "./collect.js";

let server: ScriptedMysql | undefined;
let source: Source | undefined;
afterEach(async () => {
  await source?.close();
  await server?.stop();
});

async function start(answer: Answer, version = "8.4.3"): Promise<Source> {
  server = await startScriptedMysql(version, answer);
  const config = mysql.config.parse({
    host: "127.0.0.1",
    port: server.port,
    username: "u",
    password: "a-word",
    database: "shop",
    timeout: 7,
  });
  const context = { name: "shop", queryTag: "headwater/x*/y", secrets: [] };
  source = await mysqlSource.open(config, context);
  return source;
}

const OK = Buffer.from([0, 0, 0, 2, 0, 0, 0]);
const JSON_COLUMN = columnPacket("j", 245, { charset: 63 });
const SHAPE = columnPacket("g", 255, { charset: 63 });

test("MySQL 8 gets its own time limit, and its JSON and shapes are known", async () => {
  const columns = [JSON_COLUMN, SHAPE, columnPacket("odd", 200)];
  const row = Buffer.from([0, 0, 2, 0x7b, 0x7d, 3, 1, 2, 3, 1, 0x41]);
  const read = await start((command) => {
    if (command.startsWith("prepare")) return preparedPackets(columns);
    return command === "execute" ? resultPackets(columns, [row]) : undefined;
  });
  const { columns: found, values, warnings } = await collect(read, "select j, g from t");
  expect(found.map(({ type, nativeType }) => `${type} ${nativeType}`)).toEqual([
    "json json",
    "bytes geometry",
    "text type 200",
  ]);
  expect(values).toEqual([["{}"], ["AQID"], ["A"]]);
  expect(warnings.map(({ code }) => code)).toEqual(["column-type-unknown"]);
  expect(server?.commands).toEqual([
    "query SET SESSION TRANSACTION READ ONLY",
    "query SET NAMES utf8mb4, SESSION max_execution_time = 7000, SESSION time_zone = '+00:00', SESSION net_write_timeout = 60",
    "query START TRANSACTION READ ONLY",
    "prepare /* headwater/xy */ select j, g from t",
    "execute",
    "query ROLLBACK",
  ]);
});

test("a value that its type cannot hold restarts the column as text", async () => {
  const column = columnPacket("d", 246, { length: 5, decimals: 1 });
  const read = await start((command) => {
    if (command.startsWith("prepare")) return preparedPackets([column]);
    if (command !== "execute") return undefined;
    return resultPackets(
      [column],
      [
        Buffer.from([0, 0, 3, ...Buffer.from("1.5")]),
        Buffer.from([0, 0, 6, ...Buffer.from("9999.5")]),
      ],
    );
  });
  const { columns, values, contradictions } = await collect(read, "select d from t");
  expect(columns[0]?.type).toBe("decimal");
  expect(values).toEqual([["1.5", "9999.5"]]);
  expect(contradictions.map(({ message }) => message)).toEqual([
    "`d` (decimal(3,1)) holds a value with more digits.",
  ]);
});

test.each<[string, number[][], (string | null)[]]>([
  ["a byte that is never valid", [[0x61], [0x62, 0xff], [0xc3, 0xa9]], ["a", "b\uFFFD", "é"]],
  ["two halves that would make a whole", [[0xc3], [0xa9]], ["\uFFFD", "\uFFFD"]],
])("text that is not UTF-8 is repaired and reported: %s", async (_, texts, expected) => {
  const column = columnPacket("t", 253);
  const rows = [
    ...texts.map((text) => Buffer.from([0, 0, text.length, ...text])),
    Buffer.from([0, 4]),
  ];
  const read = await start((command) => {
    if (command.startsWith("prepare")) return preparedPackets([column]);
    return command === "execute" ? resultPackets([column], rows) : undefined;
  });
  const { values, warnings } = await collect(read, "select t from t");
  expect(values).toEqual([[...expected, null]]);
  expect(warnings.map(({ code }) => code)).toEqual(["text-repaired"]);
});

test("what can only run as text is read as text, with its types", async () => {
  const columns = [
    columnPacket("n", 8, { charset: 63, flags: 32 }),
    columnPacket("f", 5, { charset: 63 }),
    columnPacket("d", 246, { length: 6, decimals: 2 }),
    columnPacket("at", 12, { charset: 63 }),
    columnPacket("t", 253),
  ];
  const cells = ["18446744073709551615", "-1.5", "12.30", "2024-01-02 03:04:05", ""];
  const row = Buffer.concat(cells.map((text) => Buffer.from([text.length, ...Buffer.from(text)])));
  const nulls = Buffer.from([0xfb, 0xfb, 0xfb, 0xfb, 0xfb]);
  const read = await start((command) => {
    if (command.startsWith("prepare"))
      return [
        errorPacket(
          1295,
          "HY000",
          "This command is not supported in the prepared statement protocol yet",
        ),
      ];
    return command.includes("show master") ? resultPackets(columns, [row, nulls]) : undefined;
  });
  const { columns: found, values } = await collect(read, "show master status");
  expect(found.map(({ type }) => type)).toEqual([
    "uint64",
    "float64",
    "decimal(4,2)",
    "text",
    "text",
  ]);
  expect(values).toEqual([
    ["18446744073709551615", null],
    [-1.5, null],
    ["12.30", null],
    ["2024-01-02 03:04:05", null],
    ["", null],
  ]);
  expect((await refusal(collect(read, "show nothing"))).code).toBe("statement-without-rows");
  expect((await refusal(read.describe("show nothing"))).code).toBe("statement-without-rows");
  expect((await refusal(collect(read, "install plugin x"))).code).toBe("statement-without-rows");
});

test.each<[string, Buffer[], string]>([
  ["asks for a file of this machine", [Buffer.from("\u00fb/etc/passwd", "latin1")], "file"],
  [
    "sends a row that is too short",
    [...resultPackets([columnPacket("t", 253)], [Buffer.from([0, 0, 200, 1])])],
    "row",
  ],
  [
    "sends a row with a length beyond all bounds",
    [
      ...resultPackets(
        [columnPacket("t", 253)],
        [Buffer.from([0, 0, 0xfe, 0, 0, 0, 0, 0xff, 0, 0, 0, 1])],
      ),
    ],
    "row",
  ],
  [
    "does not end its columns",
    [Buffer.from([1]), columnPacket("t", 253), columnPacket("u", 253)],
    "columns",
  ],
  ["breaks off", [Buffer.from([1]), EOF], ""],
  ["announces no columns", [EOF], ""],
  ["has no result for columns that it announced", [OK], "announced"],
  [
    "announces a second result",
    [Buffer.from([1]), columnPacket("t", 253), EOF, Buffer.from([0xfe, 0, 0, 10, 0])],
    "second",
  ],
  [
    "sends a row that does not begin as one",
    resultPackets([columnPacket("t", 253)], [Buffer.from([1, 0, 1, 0x41])]),
    "begin",
  ],
  [
    "sends a row behind the end",
    [...resultPackets([columnPacket("t", 253)], []), Buffer.from([0, 0, 1, 0x41])],
    "",
  ],
])("a server that %s is left", async (_, answer, reason) => {
  const read = await start((command) => {
    if (command.startsWith("prepare")) return preparedPackets([columnPacket("t", 253)]);
    return command === "execute" ? answer : undefined;
  });
  const said = await refusal(collect(read, "select t from t"));
  expect(said.code).toBe("source-protocol-broken");
  expect(said.message).toContain(reason);
  expect(server?.commands.filter((command) => command === "execute")).toHaveLength(1);
  expect(JSON.stringify(server?.commands)).not.toContain("root:");
});

test("a session that the server has ended meanwhile is replaced", async () => {
  let ended = false;
  const column = columnPacket("n", 3, { charset: 63 });
  const read = await start((command, socket) => {
    if (command === "reset" && !ended) {
      ended = true;
      socket.destroy();
    }
    if (command.startsWith("prepare")) return preparedPackets([column]);
    return command === "execute"
      ? resultPackets([column], [Buffer.from([0, 0, 5, 0, 0, 0])])
      : undefined;
  });
  expect((await collect(read, "select n from t")).values).toEqual([[5]]);
  expect((await collect(read, "select n from t")).values).toEqual([[5]]);
  expect(ended).toBe(true);
});

test.each<[string, RegExp]>([
  ["the reading of a statement", /^query SET SESSION TRANSACTION/],
  ["the opening of the transaction", /^query START/],
  ["the end of the transaction", /^query ROLLBACK/],
])("rows that answer %s are no rows of a statement", async (_, asked) => {
  const column = columnPacket("n", 3, { charset: 63 });
  const answer = resultPackets([column], [Buffer.from([0, 0, 5, 0, 0, 0])]);
  const read = await start((command) => {
    if (command.startsWith("prepare")) return preparedPackets([column]);
    return command === "execute" || asked.test(command) ? answer : undefined;
  });
  expect((await refusal(collect(read, "select n from t"))).code).toBe("source-protocol-broken");
});

test("a packet of an earlier answer is none of the next one", async () => {
  const column = columnPacket("n", 3, { charset: 63 });
  const read = await start((command, socket) => {
    if (command.startsWith("prepare")) return preparedPackets([column]);
    if (command === "query ROLLBACK") {
      // Numbered on from the answer before.
      send(socket, 6, [Buffer.from([0, 0, 6, 0, 0, 0]), EOF]);
      return [];
    }
    return command === "execute"
      ? resultPackets([column], [Buffer.from([0, 0, 5, 0, 0, 0])])
      : undefined;
  });
  const said = await refusal(collect(read, "select n from t"));
  expect(said).toMatchObject({ code: "source-protocol-broken" });
  expect(said.message).toContain("not the next one");
});

const BYTES = { charset: 63 };
test.each<[string, Buffer, number[]]>([
  ["a date", columnPacket("v", 10, BYTES), [7, 0xe8, 7, 1, 1, 1, 1, 1]],
  ["a datetime", columnPacket("v", 12, BYTES), [5, 0xe8, 7, 1, 1, 1]],
  ["a time", columnPacket("v", 11, BYTES), [9, 0, 0, 0, 0, 0, 1, 1, 1, 1]],
  ["bits", columnPacket("v", 16, { ...BYTES, length: 8 }), [2, 1, 1]],
  ["a decimal without digits", columnPacket("v", 246, { length: 7, decimals: 2 }), [0]],
  [
    "a decimal with an exponent",
    columnPacket("v", 246, { length: 7, decimals: 2 }),
    [3, 0x31, 0x65, 0x32],
  ],
  [
    "a decimal with two points",
    columnPacket("v", 246, { length: 7, decimals: 2 }),
    [5, 0x31, 0x2e, 0x31, 0x2e, 0x31],
  ],
  ["a length that is none", columnPacket("v", 253), [251, 0x41, 0, 0, 0, 0, 0]],
])("a value that its type never has is refused: %s", async (_, column, value) => {
  const read = await start((command) => {
    if (command.startsWith("prepare")) return preparedPackets([column]);
    return command === "execute"
      ? resultPackets([column], [Buffer.from([0, 0, ...value])])
      : undefined;
  });
  expect((await refusal(collect(read, "select v from t"))).code).toBe("source-protocol-broken");
});

test.each<[string, Buffer, string]>([
  ["a word", columnPacket("n", 8, BYTES), "many"],
  ["nothing", columnPacket("n", 8, BYTES), ""],
  ["another base", columnPacket("n", 8, BYTES), "0x10"],
  ["more than the type holds", columnPacket("n", 1, BYTES), "300"],
  ["a sign where there is none", columnPacket("n", 8, { ...BYTES, flags: 32 }), "-1"],
  ["a fraction that is none", columnPacket("n", 5, BYTES), "1.5.0"],
])("a number in a text answer is refused that is %s", async (_, column, text) => {
  const read = await start((command) => {
    if (command.startsWith("prepare")) return [errorPacket(1295, "HY000", "not supported")];
    if (!command.includes("show it")) return undefined;
    return resultPackets([column], [Buffer.from([text.length, ...Buffer.from(text)])]);
  });
  expect((await refusal(collect(read, "show it"))).code).toBe("source-protocol-broken");
});
