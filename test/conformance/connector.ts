/** What every connector must do. A connector's test file calls {@link behavesLikeConnector} with a real source. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BATCH_ROWS } from "../../src/sources/batch.js";
import { SourceError, type Source } from "../../src/sources/contract.js";
import { collect, refusal } from "./collect.js";

/** SQL in the source's own dialect, and the data that it needs. */
export interface ConnectorUnderTest {
  /** A source on the prepared data; each test opens its own. */
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

/** Registers the tests; `skip` is the reason why the source cannot be had here. */
export function behavesLikeConnector(
  name: string,
  make: () => Promise<ConnectorUnderTest>,
  skip?: string,
): void {
  describe.skipIf(skip)(`${name} behaves like a connector`, () => {
    let subject: ConnectorUnderTest;
    let source: Source;
    beforeAll(async () => {
      subject = await make();
      source = await subject.open();
    });
    afterAll(async () => {
      await source?.close();
      await subject?.close();
    });

    test("rows come once, in order, in batches of bounded size", async () => {
      const total = 3 * BATCH_ROWS + 5;
      const { values, rows, batches } = await collect(source, subject.sql.numbers(total));
      expect(rows).toBe(total);
      expect(batches).toBeGreaterThanOrEqual(4);
      expect(values[0]?.every((value, index) => value === index + 1)).toBe(true);
    });

    test("an empty result keeps its columns and types", async () => {
      const { columns, rows, warnings } = await collect(source, subject.sql.empty);
      expect(rows).toBe(0);
      expect(columns.map(({ name }) => name)).toEqual(["id", "label"]);
      expect(columns[0]?.type).toMatch(/^int/);
      expect(columns[1]?.type).toBe("text");
      expect(warnings).toEqual([]);
    });

    test("the empty string is not NULL", async () => {
      const { values } = await collect(source, subject.sql.emptyAndNull);
      expect(values).toEqual([[""], [null]]);
    });

    test("two columns of one name keep their places", async () => {
      const { columns, values } = await collect(source, subject.sql.sameNameTwice);
      expect(columns.map(({ name }) => name)).toEqual(["a", "a"]);
      expect(values).toEqual([[1], [2]]);
    });

    test("exact columns of a description are those of the rows", async () => {
      const described = await source.describe(subject.sql.empty);
      const { columns } = await collect(source, subject.sql.empty);
      expect(described.map(({ name }) => name)).toEqual(columns.map(({ name }) => name));
      for (const [index, column] of described.entries()) {
        if (column.exact) expect(column).toEqual(columns[index]);
      }
    });

    test("a name that is not there is said in the source's own words", async () => {
      const said = await refusal(collect(source, subject.sql.unknownColumn));
      expect(said.code).toBe("query-name-unknown");
      expect(said.message).toContain("nowhere");
      expect(await refusal(source.describe(subject.sql.unknownColumn))).toEqual(said);
    });

    test("a syntax error is a diagnostic", async () => {
      expect((await refusal(collect(source, subject.sql.syntaxError))).code).toBe("query-failed");
    });

    test("what is no query is refused, and the data stays as it is", async () => {
      const before = await subject.fingerprint();
      for (const sql of subject.sql.refused) {
        const said = await collect(source, sql).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect({ sql, refused: said instanceof SourceError }).toEqual({ sql, refused: true });
      }
      expect(await subject.fingerprint()).toBe(before);
    });

    test("an abort ends the stream, and the source goes on", async () => {
      const abort = new AbortController();
      const sql = subject.sql.numbers(10 * BATCH_ROWS);
      const stream = await source.stream(sql, { signal: abort.signal });
      const reading = (async () => {
        for await (const batch of stream.batches) {
          expect(batch.rows).toBeGreaterThan(0);
          abort.abort();
        }
      })();
      expect((await refusal(reading)).code).toBe("read-cancelled");
      expect((await collect(source, subject.sql.numbers(3))).rows).toBe(3);
    });

    test("nothing starts when it was aborted before", async () => {
      const signal = AbortSignal.abort();
      const reading = (async () => {
        const stream = await source.stream(subject.sql.numbers(3), { signal });
        for await (const batch of stream.batches) expect(batch).toBeUndefined();
      })();
      expect((await refusal(reading)).code).toBe("read-cancelled");
    });

    test("who stops reading early does no harm", async () => {
      for (let round = 0; round < 8; round++) {
        const { signal } = new AbortController();
        const stream = await source.stream(subject.sql.numbers(5 * BATCH_ROWS), { signal });
        for await (const batch of stream.batches) {
          expect(batch.rows).toBeGreaterThan(0);
          break;
        }
      }
      expect((await collect(source, subject.sql.numbers(3))).rows).toBe(3);
    });

    test("several queries at once do not mix", async () => {
      const counts = [1, 20_000, 3, 40_000, 5, 6, 7, 8];
      const results = await Promise.all(
        counts.map((count) => collect(source, subject.sql.numbers(count))),
      );
      expect(results.map(({ rows }) => rows)).toEqual(counts);
    });

    test("the doctor finds nothing wrong", async () => {
      const stages = [];
      for await (const stage of source.check()) stages.push(stage);
      expect(stages.filter(({ ok }) => !ok)).toEqual([]);
      expect(stages.at(0)?.stage).toBe("settings");
      expect(stages.at(-1)?.stage).toBe("query");
    });

    test("the catalogue shows tables and their columns", async () => {
      const { schema, name, columns } = subject.table;
      const schemas = await source.catalog();
      const found = schemas
        .find((one) => one.name === schema)
        ?.tables.find((one) => one.name === name);
      expect(found?.kind).toBe("table");
      expect(found?.columns.map((column) => column.name)).toEqual(columns);
    });

    test("a closed source says so", async () => {
      const other = await subject.open();
      expect((await collect(other, subject.sql.numbers(1))).rows).toBe(1);
      await other.close();
      const after = await collect(other, subject.sql.numbers(1)).catch((error: unknown) => error);
      expect(after instanceof SourceError || (after as { rows?: number }).rows === 1).toBe(true);
    });
  });
}
