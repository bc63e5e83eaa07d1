/**
 * How long a choice takes on a page whose cube has 100,000 rows: three inputs, and a dashboard's
 * seven charts over it. The goal is 50 ms of processor time for all of them together.
 *
 *   npm run bench fold [rows]
 */
import { arithmeticOf } from "../dist/fold/arithmetic/expression.js";
import { prepareCube } from "../dist/fold/prepared-cube.js";

const ROWS = Number(process.argv[2] ?? 100_000);
const MOST_MILLISECONDS = 50;
const ROUNDS = 30;

const table = makeTable();
const plans = makePlans();
const started = processorTime();
const cubes = plans.map(({ plan }) => prepareCube(table, plan, arithmeticOf));
for (const cube of cubes) cube.fold(new Map());
console.log(`prepared and folded at first    ${milliseconds(processorTime() - started)}`);

const rounds = makeChoices().map((choices) => {
  const times = plans.map(({ name }, index) => {
    const start = processorTime();
    cubes[index].fold(choices);
    return { name, time: processorTime() - start };
  });
  return { times, all: times.reduce((sum, { time }) => sum + time, 0) };
});
for (const [index, { name }] of plans.entries()) {
  tell(
    name,
    rounds.map(({ times }) => times[index].time),
  );
}
const all = tell(
  "all charts",
  rounds.map((round) => round.all),
);
if (all.p95 > MOST_MILLISECONDS) {
  console.error(
    `A choice takes ${milliseconds(all.p95)} in one of 20 cases: more than ${MOST_MILLISECONDS} ms.`,
  );
  process.exitCode = 1;
}

function tell(name, times) {
  const sorted = times.toSorted((a, b) => a - b);
  const [median, p95] = [0.5, 0.95].map((part) => sorted[Math.floor((sorted.length - 1) * part)]);
  console.log(
    `${name.padEnd(36)}median ${milliseconds(median)}, 95 of 100 within ${milliseconds(p95)}`,
  );
  return { median, p95 };
}

/** Of this process, in milliseconds: what others do on the machine is not in it. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function milliseconds(time) {
  return `${time.toFixed(1)} ms`;
}

/** A year of days, 12 regions, 40 sizes and a channel: every row another combination or repeated. */
function makeTable() {
  const random = generator();
  const pick = (count) => Array.from({ length: ROWS }, () => Math.floor(random() * count));
  const [days, regions, sizes, channels] = [365, 12, 40, 5].map(pick);
  const amounts = pick(1_000_000);
  const counts = pick(50);
  const doubles = Array.from({ length: ROWS }, () => random() * 1000);
  const day = (row) => new Date(Date.UTC(2024, 0, 1 + days[row])).toISOString().slice(0, 10);
  const list = (read) => Array.from({ length: ROWS }, (_, row) => read(row));
  return {
    rows: ROWS,
    columns: [
      column("inputs.period", "date", list(day)),
      column(
        "inputs.region",
        "text",
        list((row) => `Region ${regions[row]}`),
      ),
      column(
        "inputs.size",
        "int64",
        list((row) => sizes[row] * 10),
      ),
      column(
        "channel",
        "text",
        list((row) => `Channel ${channels[row]}`),
      ),
      column(
        "month",
        "date",
        list((row) => `${day(row).slice(0, 7)}-01`),
      ),
      column(
        "sum(amount)",
        "decimal(38,2)",
        list((row) => (amounts[row] / 100).toFixed(2)),
      ),
      column("count(*)", "int64", counts),
      column("sum(weight)", "float64", doubles),
      column("max(amount)", "int64", amounts),
      column("classes", "int64", amounts),
    ],
  };
}

function column(name, type, values) {
  return { name, type, length: values.length, value: (row) => values[row] ?? null };
}

function makePlans() {
  const [period, region, size, channel, month, amount, count, weight, most, classes] = [
    ...table.columns.keys(),
  ];
  const inputs = [
    { input: "period", column: period },
    { input: "region", column: region },
    { input: "size", column: size },
  ];
  const plain = {
    dialect: "duckdb",
    inputs,
    cohortName: "trace",
    having: [],
    order: [],
    ordered: false,
    dropNullCohort: false,
  };
  const key = (at) => ({ name: "props.x", value: { is: "column", column: at } });
  const sum = (at) => ({ is: "sum", column: at });
  const y = (value) => ({ name: "props.y", value });
  const average = { is: "average", sum: amount, count };
  const greatest = { is: "greatest", column: most, classes };
  return [
    {
      name: "rows, a series per channel",
      plan: {
        ...plain,
        cohort: { is: "column", column: channel },
        outputs: [key(size), y({ is: "column", column: weight })],
      },
    },
    {
      name: "revenue (a number)",
      plan: { ...plain, keys: [], outputs: [{ name: "props.value", value: sum(amount) }] },
    },
    {
      name: "orders (a number)",
      plan: {
        ...plain,
        keys: [],
        outputs: [{ name: "props.value", value: { is: "count", column: count } }],
      },
    },
    {
      name: "by month, three aggregates",
      plan: {
        ...plain,
        keys: [{ column: month }],
        outputs: [key(month), y(sum(amount)), { name: "props.text", value: average }],
      },
    },
    {
      name: "by region, sorted by its sum",
      plan: {
        ...plain,
        keys: [{ column: region }],
        outputs: [key(region), y(sum(amount)), { name: "props.text", value: greatest }],
        order: [{ value: sum(amount), descending: true, nullsFirst: false }],
      },
    },
    {
      name: "by day and channel, a series each",
      plan: {
        ...plain,
        keys: [{ column: period }, { column: channel }],
        cohort: { is: "column", column: channel },
        outputs: [key(period), y(sum(weight))],
        ordered: true,
      },
    },
    {
      name: "channels, different sizes",
      plan: {
        ...plain,
        keys: [{ column: channel }],
        outputs: [key(channel), y({ is: "distinct", column: size })],
      },
    },
  ];
}

/** As readers choose: some regions, half a year, a range of sizes, and back. */
function makeChoices() {
  const random = generator(7);
  return Array.from({ length: ROUNDS }, (_, round) => {
    const regions = Array.from({ length: 12 }, (_one, index) => `Region ${index}`);
    const choices = new Map();
    if (round % 4 !== 0) {
      const values = regions.filter(() => random() < 0.6);
      choices.set("region", { is: "values", values });
    }
    if (round % 2 === 0)
      choices.set("period", { is: "between", from: "2024-02-01", to: "2024-09-30" });
    if (round % 3 === 0)
      choices.set("size", { is: "span", from: "50", to: String(100 + round * 10) });
    return choices;
  });
}

/** Numbers from 0 to 1, the same in each run. */
function generator(seed = 1) {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
