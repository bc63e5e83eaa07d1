import { expect, onTestFinished, test } from "vitest";
import { fakesnowUnavailable, startFakesnow } from "../servers/fakesnow.js";
import { collect } from "./collect.js";
import { behavesLikeConnector } from "./connector.js";
import { openOn } from "./open-snowflake.js";
import { SNOWFLAKE_REFUSED } from "./snowflake-refused.js";
import { SNOWFLAKE_VALUES } from "./snowflake-values.js";

behavesLikeConnector(
  "snowflake on fakesnow",
  async () => {
    const server = await startFakesnow();
    await server.query(
      'create table "items"("id" integer, "label" varchar(20))',
      `insert into "items" values (1, 'one')`,
    );
    return {
      open: () => openOn(server),
      sql: {
        numbers: (rows) =>
          `select row_number() over (order by 1) as "n" from table(generator(rowcount => ${rows})) order by 1`,
        empty: 'select "id", "label" from "items" where false; -- nothing',
        emptyAndNull: `select '' as a, cast(null as varchar) as b`,
        sameNameTwice: 'select 1 as "a", 2 as "a"',
        unknownColumn: 'select nowhere from "items"',
        syntaxError: "select from where",
        refused: SNOWFLAKE_REFUSED,
      },
      table: { schema: "PUBLIC", name: "items", columns: ["id", "label"] },
      fingerprint: async () =>
        JSON.stringify([
          await server.query('select * from "items"'),
          await server.query("select table_name from information_schema.tables order by 1"),
        ]),
      close: () => server.stop(),
    };
  },
  fakesnowUnavailable(),
);

/** What fakesnow has in its own way: integers of 64 bits, and no offsets, documents or vectors. */
const OTHER_THERE =
  /^(?:integer|number\((?:18|20|38),0\)|number\(38,|timestamp_l?tz|variant|array|object|map|vector|geography)/;

test.skipIf(fakesnowUnavailable())(
  "values that fakesnow writes arrive as the table says",
  async () => {
    const server = await startFakesnow();
    onTestFinished(() => server.stop());
    const source = await openOn(server);
    onTestFinished(() => source.close());
    const wanted = SNOWFLAKE_VALUES.filter(({ column, cut }) => !cut && !OTHER_THERE.test(column));
    expect(wanted.length).toBeGreaterThan(20);
    const list = wanted.map(({ column, sql }, index) => `(${sql})::${column} as "c${index}"`);
    const { columns, values } = await collect(source, `select ${list.join(", ")}`);
    const seen = wanted.map(({ column, sql }, index) => ({
      column,
      sql,
      type: columns[index]?.type,
      value: values[index]?.[0],
    }));
    expect(seen).toEqual(
      wanted.map(({ column, sql, type, value }) => ({ column, sql, type, value })),
    );
  },
);
