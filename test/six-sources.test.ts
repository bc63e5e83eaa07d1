/** `examples/six-sources`: one chart and one merge over all six databases, started by one script. */
import { spawn } from "node:child_process";
import { chmodSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHANNELS, shopRows, type Channel, type Sale } from "./servers/six-sources/rows.js";
import {
  sixSourcesUnavailable,
  startSixSources,
  type SixSources,
} from "./servers/six-sources/start.js";
import { copyExample } from "./support/flights-demo.js";
import { temporaryFolder } from "./support/project.js";

const unavailable = sixSourcesUnavailable();
const example = copyExample("six-sources");
afterAll(() => example.remove());

const rows = shopRows();
const SALES: Readonly<Record<Channel, readonly Sale[]>> = {
  "Web shop": rows.orders.filter(({ status }) => status === "paid"),
  Stores: rows.receipts,
  App: rows.purchases,
};

/** What each trace draws, added up here: months with a sum of two decimals. */
const TRACES: Readonly<Record<string, [string, string][]>> = {
  "Web shop": byMonth(SALES["Web shop"], dayOf, centsOf),
  Stores: byMonth(SALES.Stores, dayOf, centsOf),
  App: byMonth(SALES.App, dayOf, centsOf),
  Target: byMonth(rows.targets, ({ month }) => month, centsOf),
  Advertising: byMonth(rows.spending, ({ booked }) => booked, centsOf),
  Visits: byMonth(
    rows.visits,
    ({ day }) => day,
    ({ visits }) => visits * 100,
  ),
};

/** The rows of the merge, added up here: the months of 2025, each with its channels. */
function channelsByHand() {
  const months = [...new Set(rows.targets.map(({ month }) => month))];
  return months
    .filter((month) => month >= "2025-01-01")
    .flatMap((month) =>
      [...CHANNELS].toSorted().map((channel) => {
        const here = (day: string, of: Channel) => of === channel && monthOf(day) === month;
        const sales = SALES[channel].filter((sale) => monthOf(dayOf(sale)) === month);
        return {
          month,
          channel,
          visits: sumOf(
            rows.visits.filter((row) => here(row.day, row.channel)),
            ({ visits }) => visits,
          ),
          sales: sales.length,
          revenue: euro(sumOf(sales, centsOf)),
          target: euro(
            sumOf(
              rows.targets.filter((row) => here(row.month, row.channel)),
              centsOf,
            ),
          ),
          advertising: euro(
            sumOf(
              rows.spending.filter((row) => here(row.booked, row.channel)),
              centsOf,
            ),
          ),
        };
      }),
    );
}

function byMonth<R>(
  list: readonly R[],
  day: (row: R) => string,
  cents: (row: R) => number,
): [string, string][] {
  const months = new Set(list.map((row) => monthOf(day(row))));
  return [...months].toSorted().map((month) => {
    const within = list.filter((row) => monthOf(day(row)) === month);
    return [month, euro(sumOf(within, cents))];
  });
}

function sumOf<R>(list: readonly R[], value: (row: R) => number): number {
  return list.reduce((sum, row) => sum + value(row), 0);
}

function monthOf(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

function dayOf({ at }: Sale): string {
  return at.slice(0, 10);
}

function centsOf({ cents }: { readonly cents: number }): number {
  return cents;
}

function euro(cents: number): string {
  return (cents / 100).toFixed(2);
}

test("the project is right wherever it is read, and names the variables that it lacks", async () => {
  const { code, stdout } = await example.headwater(["compile", "--json"]);
  expect(code).toBe(0);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] };
  expect(diagnostics.map((one) => one.code)).toEqual(Array(3).fill("unset-variable"));
});

test("what the environment says goes to this machine only, unless the project is trusted", async () => {
  const { code, stderr } = await example.headwater(["run", "source:orders database"], {
    SHOP_ORDERS_HOST: "db.example",
    SHOP_ORDERS_PASSWORD: "a-w0rd-f0r-tests",
  });
  expect(code).toBe(5);
  expect(stderr).toContain("error[project-not-trusted]");
  expect(stderr).toContain("SHOP_ORDERS_PASSWORD");
  expect(stderr).not.toContain("a-w0rd-f0r-tests");
});

describe.skipIf(unavailable)(`over all six (${unavailable ?? "they are there"})`, () => {
  let sources: SixSources | undefined;
  let variables: SixSources["variables"] = {};
  beforeAll(async () => {
    sources = await startSixSources();
    ({ variables } = sources);
    const { code, stderr } = await example.headwater(["run"], variables);
    expect(code === 0 ? "" : stderr).toBe("");
  });
  afterAll(() => sources?.stop());

  async function printed(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await example.headwater(args, variables);
    expect(code === 0 ? "" : stderr).toBe("");
    return stdout;
  }

  async function rowsOf(name: string): Promise<Row[]> {
    return JSON.parse(await printed("show", name, "--format", "json")) as Row[];
  }

  // A busy machine may take longer than the doctor waits.
  test(
    "the doctor finds all six well, and the logins of servers read only",
    { retry: 2 },
    async () => {
      const said = await printed("sources", "check");
      expect(said).toContain("6 sources, none failed");
      expect(said.match(/✓ privileges {2}(?:read only|opened read-only)/g)).toHaveLength(3);
    },
  );

  test.each(Object.keys(TRACES))(
    "the trace %s is what its source's rows sum up to",
    async (name) => {
      const drawn = (await rowsOf(`trace:${name}`)).map((row) => [
        // The emulators have a time at the end of a truncated date, the services have none.
        String(row["props.x"]).slice(0, 10),
        Number(row["props.y"]).toFixed(2),
      ]);
      expect(drawn).toEqual(TRACES[name]);
      expect(drawn).toHaveLength(24);
    },
  );

  test("the merge is the six sources' rows, counted by hand", async () => {
    const rows = await rowsOf("model:channels");
    expect(rows).toEqual(channelsByHand());
    expect(rows).toHaveLength(36);
    expect(rows.at(-1)).toEqual({
      month: "2025-12-01",
      channel: "Web shop",
      visits: 33777,
      sales: 530,
      revenue: "39147.02",
      target: "39500.00",
      advertising: "5271.67",
    });
  });

  test("explain names what each of the six is asked for", async () => {
    const { steps } = JSON.parse(await printed("explain", "channels", "--json")) as Explained;
    const asked = steps.map(({ id, how, source, leg }) => [
      id,
      how,
      source?.type,
      leg?.columns.join(", "),
      leg?.where,
    ]);
    expect(asked).toEqual([
      ["model:channels", "joined", undefined, undefined, undefined],
      [
        "model:orders",
        "moved",
        "postgresql",
        "day, status, total",
        "(status = 'paid' and day >= '2025-01-01'::date)",
      ],
      ["model:receipts", "moved", "mysql", "day, amount", "day >= date'2025-01-01'"],
      [
        "model:purchases",
        "moved",
        "sqlite",
        "bought_at, cents",
        "(+bought_at collate binary >= '2025-01-01' or typeof(bought_at) not in ('text', 'null'))",
      ],
      ["model:traffic", "moved", "bigquery", "day, channel, visits", "day >= date '2025-01-01'"],
      [
        "model:spending",
        "moved",
        "snowflake",
        "BOOKED, CHANNEL, AMOUNT",
        "BOOKED >= date_from_parts(2025, 1, 1)",
      ],
      ["model:targets", "scanned", "duckdb", undefined, undefined],
    ]);
    expect(steps.flatMap(({ leg }) => leg?.notPushed ?? [])).toEqual([]);
  });

  test("explain of the chart is a query to each of the six", async () => {
    const { steps } = JSON.parse(await printed("explain", "Two years", "--json")) as Explained;
    expect(steps.map(({ how, source }) => [how, source?.type])).toEqual(
      ["postgresql", "mysql", "sqlite", "duckdb", "snowflake", "bigquery"].map((type) => [
        "sent",
        type,
      ]),
    );
  });
});

test.skipIf(unavailable)(
  "the script starts all six, serves the example and leaves nothing behind",
  { timeout: 180_000 },
  async () => {
    const folder = await temporaryFolder();
    // PostgreSQL and MariaDB run as users of their own.
    chmodSync(folder, 0o755);
    const args = ["scripts/six-sources.js", "serve", "--port", "0"];
    const script = spawn(process.execPath, [...args, "--project-dir", example.directory], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ["ignore", "pipe", "pipe"],
      // Ctrl-C reaches a whole group.
      detached: true,
    });
    const ended = new Promise((resolve) => script.once("close", resolve));
    let said = "";
    const url = await new Promise<string>((resolve, reject) => {
      const hear = (part: unknown) => {
        said += String(part);
        const [, address] = /is served at (\S+)/.exec(said) ?? [];
        if (address !== undefined) resolve(address);
      };
      script.stdout.on("data", hear);
      script.stderr.on("data", hear);
      void ended.then(() => reject(new Error(said)));
    });
    expect((await fetch(url)).status).toBe(200);
    expect(readdirSync(folder).filter(isOurs)).toHaveLength(3);
    process.kill(-(script.pid ?? 0), "SIGINT");
    expect(await ended).toBe(0);
    expect(readdirSync(folder).filter(isOurs)).toEqual([]);
  },
);

function isOurs(name: string): boolean {
  return /^headwater-(?:six|pg|my)-/.test(name);
}

type Row = Readonly<Record<string, unknown>>;

interface Explained {
  readonly steps: readonly {
    readonly id: string;
    readonly how: string;
    readonly source?: { readonly name: string; readonly type: string };
    readonly leg?: {
      readonly columns: readonly string[];
      readonly where?: string;
      readonly notPushed: readonly unknown[];
    };
  }[];
}
