import { mkdtemp, rm } from "node:fs/promises";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, describe, expect, test } from "vitest";
import type { Source } from "../../src/sources/contract.js";
import { sqlite } from "../../src/sources/sqlite/config.js";
import { collect, refusal } from "./collect.js";
import { behavesLikeConnector } from "./connector.js";

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

/** A file with these statements run in it. */
async function database(sql: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "headwater-sqlite-"));
  folders.push(folder);
  const file = join(folder, "shop.db");
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
  return file;
}

async function open(file: string, fields: Record<string, unknown> = {}): Promise<Source> {
  const type = await sqlite.load();
  const config = sqlite.config.parse({ database: file, ...fields });
  return type.open(config, { name: "shop", queryTag: "headwater/tests", secrets: [] });
}

behavesLikeConnector("sqlite", async () => {
  const file = await database(
    "create table items(id integer primary key, label text); insert into items values (1, 'one')",
  );
  const folder = join(file, "..");
  return {
    open: () => open(file),
    sql: {
      numbers: (rows) =>
        `with recursive s(n) as (select 1 union all select n + 1 from s where n < ${rows}) select n from s`,
      empty: "select id, label from items where false; -- nothing",
      emptyAndNull: "select '' as a, null as b",
      sameNameTwice: "select 1 as a, 2 as a",
      unknownColumn: "select nowhere from items",
      syntaxError: "select from where",
      refused: [
        "insert into items values (2, 'two') returning id",
        "delete from items",
        "with x as (select 1) delete from items returning id",
        "drop table items",
        "create temp table t as select 1",
        "select 1; delete from items",
        "attach 'other.db' as other",
        `attach '${join(folder, "other.db")}' as other`,
        `vacuum into '${join(folder, "copy.db")}'`,
        "pragma journal_mode = wal",
        "pragma user_version = 7",
        "pragma writable_schema(1)",
        "select load_extension('x')",
        "begin",
        "reindex",
        "",
        "-- nothing",
      ],
    },
    table: { schema: "main", name: "items", columns: ["id", "label"] },
    fingerprint: async () =>
      createHash("sha256").update(readFileSync(file)).digest("hex") + readdirSync(folder).join(),
    close: async () => {},
  };
});
void describe;
void expect;
void test;
void collect;
void refusal;
