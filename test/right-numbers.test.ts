/** Every trace of the demo against one query that was written by hand over the raw files. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  DEMO_DATA,
  openRawFlights,
  rawFlightsExist,
  type Demo,
  type RawFlights,
  type Row,
} from "./support/flights-demo.js";
import { ranExample } from "./support/ran-example.js";

/** By trace: the rows that it must have, named as `show` names them. */
const EXPECTED = {
  "flights-total": `select count(*) as "columns.flights" from flights`,
  "delay-mean": `
    select format('2013-{:02d}-01', month) as "columns.month", sum(dep_delay) / count(dep_delay) as "props.value"
    from flights group by month`,
  "on-time-share": `
    select format('2013-{:02d}-01', month) as "columns.month",
      count(*) filter (arr_delay <= 14) / count(*) as "props.value"
    from flights group by month`,
  "cancelled-share": `
    select format('2013-{:02d}-01', month) as "columns.month",
      count(*) filter (dep_time is null) / count(*) as "props.value"
    from flights group by month`,
  "Aircraft that flew": `
    select format('2013-{:02d}-01', month) as "props.x", count(*) as "props.y"
    from (select distinct month, tailnum from flights where tailnum is not null) group by month`,
  "Aircraft on the register": `select count(*) as "columns.aircraft" from planes`,
  "Mean wind": `
    select format('2013-{:02d}-01', month) as "props.x", sum(round(wind_speed / 1.15078)) / count(*) as "props.y"
    from weather where wind_speed < 1000 group by month`,
  "departures-by-month": `
    select format('2013-{:02d}-01', month) as "props.x", count(*) as "props.y", origin as cohort
    from flights group by month, origin`,
  "delay-by-day": `
    select strftime(d - (date_part('isodow', d)::int - 1) * interval 1 day, '%Y-%m-%d') as "props.x",
      date_part('isodow', d) as "props.y", sum(dep_delay) / count(dep_delay) as "props.z",
      strftime(d, '%-d %B') as "props.text"
    from (select make_date(year, month, day) as d, dep_delay from flights) group by d`,
  storms: `
    with weather_of as (
      select make_date(year, month, day) as d, max(round(wind_gust / 1.15078)) as knots, sum(round(precip * 100)) as hundredths
      from weather group by d
    )
    select strftime(d - (date_part('isodow', d)::int - 1) * interval 1 day, '%Y-%m-%d') as "props.x",
      date_part('isodow', d) as "props.y", strftime(d, '%-d %B') as "props.text"
    from weather_of where knots > 39 or hundredths >= 300`,
  "delay-by-hour": `
    select * from (
      select hour as "props.x", sum(dep_delay) / count(dep_delay) as "props.y", origin as cohort, count(*) as n
      from flights group by hour, origin
    ) where n > 29`,
  "delay-by-hour-and-weekday": `
    select * from (
      select hour as "props.x", date_part('isodow', make_date(year, month, day)) as "props.y",
        sum(dep_delay) / count(dep_delay) as "props.z", count(*) as n
      from flights group by all
    ) where n > 29`,
  "delay-by-wind": `
    with matched as (
      select f.dep_delay, round(w.wind_speed / 1.15078) as knots,
        (select p.year from planes p where p.tailnum = f.tailnum) as built
      from flights f, weather w
      where w.origin = f.origin and w.time_hour = f.time_hour and w.wind_gust is not null and f.dep_delay is not null
    )
    select * from (
      select knots - knots % 4 + 2 as "props.x", sum(dep_delay) / count(*) as "props.y", count(*) as "props.text",
        case when built is null then 'Unknown age' when built > 2003 then 'Under 10 years'
          else '10 years or more' end as cohort
      from matched group by "props.x", cohort
    ) where "props.text" > 29`,
  "delay-contrasts": `
    with storms as (
      select make_date(year, month, day) as d from weather group by d
      having max(round(wind_gust / 1.15078)) > 39 or sum(round(precip * 100)) >= 300
    ), delays as (
      select hour, dep_delay, make_date(year, month, day) in (from storms) as stormy from flights where dep_delay is not null
    )
    select avg(dep_delay) filter (stormy) as "columns.stormy", avg(dep_delay) filter (not stormy) as "columns.calm",
      avg(dep_delay) filter (hour < 9) as "columns.morning", avg(dep_delay) filter (hour > 17) as "columns.evening"
    from delays`,
  "delay-spread": `
    select * from (
      select (select name from airlines a where a.carrier = f.carrier) as "props.y",
        quantile_disc(arr_delay, 0.05) as "props.lowerfence", quantile_disc(arr_delay, 0.25) as "props.q1",
        quantile_disc(arr_delay, 0.5) as "props.median", quantile_disc(arr_delay, 0.75) as "props.q3",
        quantile_disc(arr_delay, 0.95) as "props.upperfence", count(arr_delay) as n
      from flights f group by carrier
    ) where n >= 5000`,
  "lateness-by-route": `
    with late as (
      select dest, sum(arr_delay) / count(arr_delay) as late from flights group by dest having count(arr_delay) > 0
    ), ends as (
      select a.lat, a.lon, late from late join airports a on a.faa = dest where a.lon > -130
    )
    select e."props.lat", e."props.lon", case
        when late >= 10 then 'More than 10 minutes' when late < 5 then 'Less than 5 minutes' else '5 to 10 minutes'
      end as cohort
    from (
      select lat as "props.lat", lon as "props.lon", late from ends
      union all select 40.69, -74.17, late from ends
    ) e`,
  "flights-by-destination": `
    select a.lat as "props.lat", a.lon as "props.lon", a.name as "props.text", n as "props.marker.size",
      late as "props.customdata"
    from (select dest, count(*) as n, sum(arr_delay) / count(arr_delay) as late from flights group by dest)
    join airports a on a.faa = dest`,
  "share-by-airport": `select origin as "props.labels", count(*) as "props.values" from flights group by origin`,
  "flights-by-airline": `
    select n as "props.x", name as "props.y"
    from airlines join (select carrier, count(*) as n from flights group by carrier) using (carrier)`,
  "airline-figures": `
    select name as "columns.airline", count(*) as "columns.flights",
      sum(dep_delay) / count(dep_delay) as "columns.departure_delay",
      sum(arr_delay) / count(arr_delay) as "columns.arrival_delay",
      count(*) filter (arr_delay < 15) / count(*) as "columns.on_time",
      (count(*) - count(dep_time)) / count(*) as "columns.cancelled"
    from flights join airlines using (carrier) group by name`,
  "aircraft-total": `select count(*) as "props.value" from planes`,
  "age-mean": `select round(2013 - sum(year) / count(year), 1) as "props.value" from planes`,
  "seats-mean": `select round(sum(seats) / count(*)) as "props.value" from planes`,
  "aircraft-by-year-built": `select year as "props.x", ${maker()} as cohort from planes where year is not null`,
  "seats-by-maker": `select ${maker()} as "props.y", seats as "props.x" from planes`,
  "departures-by-age": `
    select 2013 - p.year as "props.x", count(*) as "props.y"
    from flights f join planes p on p.tailnum = f.tailnum and p.year is not null group by p.year`,
};

function maker(): string {
  return `case split_part(manufacturer, ' ', 1)
    when 'AIRBUS' then 'Airbus' when 'BOEING' then 'Boeing' when 'BOMBARDIER' then 'Bombardier'
    when 'CANADAIR' then case manufacturer when 'CANADAIR' then 'Bombardier' else 'Other' end
    when 'EMBRAER' then 'Embraer' when 'MCDONNELL' then 'McDonnell Douglas' else 'Other' end`;
}

let demo: Demo;
let raw: RawFlights;
let traces: string[];

beforeAll(async () => {
  raw = await openRawFlights();
  const ran = await ranExample("flights");
  demo = ran;
  traces = tracesOf(ran.events);
});

afterAll(() => {
  raw?.close();
});

test.skipIf(!rawFlightsExist())(
  "the demo's data are the raw files (without these, what follows is compared with the demo's own data)",
  async () => {
    const committed = {
      flights: `read_parquet('${join(DEMO_DATA, "flights.parquet")}')`,
      weather: `read_csv('${join(DEMO_DATA, "weather.csv")}')`,
      airports: `read_csv('${join(DEMO_DATA, "airports.csv")}')`,
    };
    for (const [table, file] of Object.entries(committed)) {
      const differences = await raw.query(`
        (select * from ${table} except all select * from ${file})
        union all (select * from ${file} except all select * from ${table})`);
      expect(differences, table).toEqual([]);
    }
  },
);

test("every trace of the demo has a query of its own here", () => {
  expect(traces.toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
});

test.each(Object.entries(EXPECTED))("%s shows what the raw files say", async (name, sql) => {
  const expected = await raw.query(sql);
  const rows = await show(name);
  expect(rows.length).toBe(expected.length);
  const columns = Object.keys(expected[0] ?? {}).filter((column) => column !== "n");
  const shown = sorted(rows.map((row) => pick(row, columns)));
  for (const [i, row] of sorted(expected.map((row) => pick(row, columns))).entries()) {
    expectClose(shown[i], row);
  }
});

test("no departure is lost for want of a registered aircraft", async () => {
  const [flights] = await raw.query(`
    select count(*) as departures, count(*) filter (tailnum is null or tailnum not in (select tailnum from planes))
      as unregistered, sum(dep_delay)::double as delay from flights`);
  const rows = await show("fleet_departures");
  expect(rows.length).toBe(flights?.["departures"]);
  expect(rows.filter(({ maker }) => maker === "Not registered").length).toBe(
    flights?.["unregistered"],
  );
  expect(rows.reduce((sum, row) => sum + Number(row["dep_delay"]), 0)).toBe(flights?.["delay"]);
});

test("the merge of three sources has every departure of its hours once", async () => {
  const [expected] = await raw.query(`
    select count(*) as departures, sum(dep_delay)::double as delay,
      count(*) filter (not exists (select 1 from planes p where p.tailnum = f.tailnum and p.year is not null)) as unknown
    from flights f semi join (select origin, time_hour from weather where wind_gust is not null) w
      on f.origin = w.origin and f.time_hour = w.time_hour
    where dep_delay is not null`);
  const rows = await show("gusty_departures");
  expect(rows.length).toBe(expected?.["departures"]);
  expect(rows.filter(({ age }) => age === "Unknown age").length).toBe(expected?.["unknown"]);
  expect(rows.reduce((sum, row) => sum + Number(row["dep_delay"]), 0)).toBe(expected?.["delay"]);
});

async function show(name: string): Promise<Row[]> {
  const { code, stdout, stderr } = await demo.headwater([
    "show",
    name,
    "--format",
    "json",
    "--trust",
  ]);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  // The format is documented as an array of records.
  return JSON.parse(stdout) as Row[];
}

/** Names of the traces among the jobs that `run --json` tells of. */
function tracesOf(lines: string): string[] {
  return lines
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line))
    .flatMap((event) => {
      // Each line is a RunEvent; only the last word on a job is asked for.
      const { type, job } = event as { type: string; job: { kind: string; name: string } };
      return type === "job-done" && job.kind === "trace" ? [job.name] : [];
    });
}

function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column]]));
}

/** In an order that the last digits of a mean cannot change. */
function sorted(rows: readonly Row[]): Row[] {
  const keyed = rows.map((row) => ({
    row,
    key: JSON.stringify(
      Object.values(row).map((value) => (typeof value === "number" ? value.toFixed(6) : value)),
    ),
  }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row);
}

/** Equal, but for the last digits of a mean. */
function expectClose(actual: Row | undefined, expected: Row): void {
  for (const [column, value] of Object.entries(expected)) {
    if (typeof value === "number" && !Number.isInteger(value)) {
      expect(actual?.[column], column).toBeCloseTo(value, 9);
    } else {
      expect(actual?.[column], column).toEqual(value);
    }
  }
}
