/**
 * What every connector must do, as named checks that any test runner can run. Headwater's own
 * connectors pass the same.
 */
import assert from "node:assert/strict";
import { BATCH_ROWS } from "../../rows/batch.js";
import type { Source } from "../contract.js";
import { SourceError } from "../../rows/stream.js";
import { collect, refusal } from "./collect.js";

/** SQL in the source's own dialect, and the data that it needs. */
export interface ConnectorUnderTest {
  /** A source on the prepared data; the checks share one and open more. */
  open(): Promise<Source>;
  readonly sql: {
    /** One column `n` of whole numbers from 1 to `rows`, in order. */
    numbers(rows: number): string;
    /** Columns `id` (a whole number) and `label` (text), of which no row is left. */
    empty: string;
    /** One row: a text that is empty, a text that is NULL. */
    emptyAndNull: string;
    /** Column `a` twice, with the values 1 and 2. */
    sameNameTwice: string;
    /** Names a column `nowhere` that no table has. */
    unknownColumn: string;
    syntaxError: string;
    /** Statements that would change data or read settings; all must be refused. */
    refused: readonly string[];
  };
  /** A table that the catalogue must show, with its columns. */
  readonly table: {
    readonly schema: string;
    readonly name: string;
    readonly columns: readonly string[];
  };
  /** Something that changes when the data does. */
  fingerprint(): Promise<string>;
  close(): Promise<void>;
}

/** A check rejects with an AssertionError when the connector does not do what its name says. */
export interface ConformanceCheck {
  readonly name: string;
  run(subject: ConnectorUnderTest, source: Source): Promise<void>;
}

/** In this order; each works by itself, on a source that is open and stays so. */
export const CONFORMANCE_CHECKS: readonly ConformanceCheck[] = [
  {
    name: "rows come once, in order, in batches of bounded size",
    async run({ sql }, source) {
      const total = 3 * BATCH_ROWS + 5;
      const { values, rows, batches } = await collect(source, sql.numbers(total));
      assert.equal(rows, total);
      assert.ok(batches >= 4, `${batches} batches for ${total} rows`);
      assert.ok(
        values[0]?.every((value, index) => value === index + 1),
        "rows are out of order",
      );
    },
  },
  {
    name: "an empty result keeps its columns and types",
    async run({ sql }, source) {
      const { columns, rows, warnings } = await collect(source, sql.empty);
      assert.equal(rows, 0);
      assert.deepEqual(
        columns.map(({ name }) => name),
        ["id", "label"],
      );
      assert.match(columns[0]?.type ?? "", /^int/);
      assert.equal(columns[1]?.type, "text");
      assert.deepEqual(warnings, []);
    },
  },
  {
    name: "the empty string is not NULL",
    async run({ sql }, source) {
      const { values } = await collect(source, sql.emptyAndNull);
      assert.deepEqual(values, [[""], [null]]);
    },
  },
  {
    name: "two columns of one name keep their places",
    async run({ sql }, source) {
      const { columns, values } = await collect(source, sql.sameNameTwice);
      assert.deepEqual(
        columns.map(({ name }) => name),
        ["a", "a"],
      );
      assert.deepEqual(values, [[1], [2]]);
    },
  },
  {
    name: "exact columns of a description are those of the rows",
    async run({ sql }, source) {
      const described = await source.describe(sql.empty);
      const { columns } = await collect(source, sql.empty);
      assert.deepEqual(
        described.map(({ name }) => name),
        columns.map(({ name }) => name),
      );
      for (const [index, column] of described.entries()) {
        if (column.exact) assert.deepEqual(column, columns[index]);
      }
    },
  },
  {
    name: "a name that is not there is said in the source's own words",
    async run({ sql }, source) {
      const said = await refusal(collect(source, sql.unknownColumn));
      assert.equal(said.code, "query-name-unknown");
      assert.match(said.message, /nowhere/i);
      assert.deepEqual(await refusal(source.describe(sql.unknownColumn)), said);
    },
  },
  {
    name: "a syntax error is a diagnostic",
    async run({ sql }, source) {
      const said = await refusal(collect(source, sql.syntaxError));
      assert.equal(said.code, "query-failed");
    },
  },
  {
    name: "what is no query is refused, and the data stays as it is",
    async run(subject, source) {
      const before = await subject.fingerprint();
      for (const statement of subject.sql.refused) {
        const said = await collect(source, statement).then(
          () => undefined,
          (error: unknown) => error,
        );
        assert.ok(said instanceof SourceError, `not refused: ${statement}`);
      }
      assert.equal(await subject.fingerprint(), before);
    },
  },
  {
    name: "an abort ends the stream, and the source goes on",
    async run({ sql }, source) {
      const abort = new AbortController();
      const stream = await source.stream(sql.numbers(10 * BATCH_ROWS), { signal: abort.signal });
      const reading = (async () => {
        for await (const batch of stream.batches) {
          assert.ok(batch.rows > 0, "a batch is empty");
          abort.abort();
        }
      })();
      assert.equal((await refusal(reading)).code, "read-cancelled");
      assert.equal((await collect(source, sql.numbers(3))).rows, 3);
    },
  },
  {
    name: "nothing starts when it was aborted before",
    async run({ sql }, source) {
      const reading = (async () => {
        const stream = await source.stream(sql.numbers(3), { signal: AbortSignal.abort() });
        for await (const batch of stream.batches) assert.equal(batch, undefined);
      })();
      assert.equal((await refusal(reading)).code, "read-cancelled");
    },
  },
  {
    name: "who stops reading early does no harm",
    async run({ sql }, source) {
      for (let round = 0; round < 8; round++) {
        const { signal } = new AbortController();
        const stream = await source.stream(sql.numbers(5 * BATCH_ROWS), { signal });
        for await (const batch of stream.batches) {
          assert.ok(batch.rows > 0, "a batch is empty");
          break;
        }
      }
      assert.equal((await collect(source, sql.numbers(3))).rows, 3);
    },
  },
  {
    name: "several queries at once do not mix",
    async run({ sql }, source) {
      const counts = [1, 20_000, 3, 40_000, 5, 6, 7, 8];
      const results = await Promise.all(counts.map((count) => collect(source, sql.numbers(count))));
      assert.deepEqual(
        results.map(({ rows }) => rows),
        counts,
      );
    },
  },
  {
    name: "the doctor finds nothing wrong",
    async run(_, source) {
      const stages = [];
      for await (const stage of source.check()) stages.push(stage);
      assert.deepEqual(
        stages.filter(({ ok }) => !ok),
        [],
      );
      assert.equal(stages.at(0)?.stage, "settings");
      assert.equal(stages.at(-1)?.stage, "query");
    },
  },
  {
    name: "the catalogue shows tables and their columns",
    async run({ table }, source) {
      const schemas = await source.catalog();
      const found = schemas
        .find(({ name }) => name === table.schema)
        ?.tables.find(({ name }) => name === table.name);
      assert.equal(found?.kind, "table");
      assert.deepEqual(
        found.columns.map(({ name }) => name),
        table.columns,
      );
    },
  },
  {
    name: "a closed source says so",
    async run(subject) {
      const { sql } = subject;
      const other = await subject.open();
      assert.equal((await collect(other, sql.numbers(1))).rows, 1);
      await other.close();
      const after = await collect(other, sql.numbers(1)).catch((error: unknown) => error);
      const isRead = typeof after === "object" && after !== null && "rows" in after;
      assert.ok(after instanceof SourceError || isRead, "it fails with no diagnostic");
    },
  },
];
