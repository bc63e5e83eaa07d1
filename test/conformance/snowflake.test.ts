import { fakesnowUnavailable, startFakesnow } from "../servers/fakesnow.js";
import { behavesLikeConnector } from "./connector.js";
import { openOn } from "./open-snowflake.js";
import { SNOWFLAKE_REFUSED } from "./snowflake-refused.js";

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
