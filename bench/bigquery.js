/**
 * What reading from BigQuery costs here beside fetching and parsing the same answers and nothing
 * else: processor time and peak memory, each in a process of its own, on a service that sends one
 * million rows of six columns in pages of 20,000, compressed as the real one does.
 *
 *   npm run bench bigquery [-- rounds]
 */
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";

const ROWS = 1_000_000;
const PAGE = 20_000;
const MOST_RATIO = 1.5;
const MOST_MEGABYTES = 300;
const FIELDS = [
  { name: "id", type: "INTEGER" },
  { name: "amount", type: "NUMERIC" },
  { name: "label", type: "STRING" },
  { name: "day", type: "DATE" },
  { name: "at", type: "TIMESTAMP" },
  { name: "ok", type: "BOOLEAN" },
];

const [role = "5", url = ""] = process.argv.slice(2);
if (role === "serve") serve();
else if (role === "raw" || role === "ours") await measure(role, url);
else await compare(Number(role));

/** One after the other, in turn, so that a busy machine is as busy for both. */
async function compare(rounds) {
  const service = spawn(process.execPath, [import.meta.filename, "serve"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [chunk] = await new Promise((resolve) =>
    service.stdout.once("data", (...data) => resolve(data)),
  );
  const address = String(chunk).trim();
  const seen = { raw: [], ours: [] };
  try {
    for (let round = 0; round < rounds; round++) {
      for (const name of ["raw", "ours"]) seen[name].push(await run(name, address));
    }
  } finally {
    service.kill();
  }
  const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  console.log("            processor   peak memory   (median)");
  for (const [name, list] of Object.entries(seen)) {
    const cpu = middle(list.map(({ seconds }) => seconds));
    const memory = middle(list.map(({ megabytes }) => megabytes));
    console.log(
      name.padEnd(10),
      `${cpu.toFixed(2)} s`.padStart(10),
      `${memory.toFixed(0)} MB`.padStart(13),
    );
  }
  const ratio = middle(seen.ours.map(({ seconds }, at) => seconds / seen.raw[at].seconds));
  const memory = Math.max(...seen.ours.map(({ megabytes }) => megabytes));
  console.log(
    `ours / raw: ${ratio.toFixed(2)} (at most ${MOST_RATIO}); at most ${memory.toFixed(0)} MB (${MOST_MEGABYTES})`,
  );
  if (ratio > MOST_RATIO || memory > MOST_MEGABYTES) process.exitCode = 1;
}

async function run(name, address) {
  const child = spawn(process.execPath, [import.meta.filename, name, address], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  for await (const chunk of child.stdout) text += String(chunk);
  return JSON.parse(text);
}

async function measure(name, address) {
  const read = name === "raw" ? await rawReader(address) : await ourReader(address);
  const before = process.cpuUsage();
  const rows = await read();
  if (rows !== ROWS) throw new Error(`${rows} rows`);
  const { user, system } = process.cpuUsage(before);
  const megabytes = process.resourceUsage().maxRSS / 1000;
  console.log(JSON.stringify({ seconds: (user + system) / 1e6, megabytes }));
  process.exit();
}

async function rawReader(address) {
  return async () => {
    let rows = 0;
    for (let token = ""; token !== undefined;) {
      const answer = await fetch(`${address}/bigquery/v2/projects/p/queries/j?pageToken=${token}`);
      const page = JSON.parse(await answer.text());
      rows += page.rows.length;
      token = page.pageToken;
    }
    return rows;
  };
}

async function ourReader(address) {
  const { bigquery } = await import("../dist/sources/bigquery/config.js");
  const { bigquerySource } = await import("../dist/sources/bigquery/index.js");
  const config = bigquery.config.parse({ project: "p", api_endpoint: address });
  const source = await bigquerySource.open(config, { name: "b", queryTag: "b", secrets: [] });
  return async () => {
    const { signal } = new AbortController();
    const { batches } = await source.stream("select 1", { signal });
    let rows = 0;
    for await (const batch of batches) rows += batch.rows;
    return rows;
  };
}

/** Pages are made and compressed before anybody asks. */
function serve() {
  const pages = Array.from({ length: ROWS / PAGE }, (_, page) => {
    const rows = Array.from({ length: PAGE }, (_, row) => ({ f: cells(page * PAGE + row) }));
    const more = page + 1 < ROWS / PAGE ? { pageToken: String(page + 1) } : {};
    const body = { jobComplete: true, schema: { fields: FIELDS }, totalRows: String(ROWS), rows };
    return gzipSync(JSON.stringify({ ...body, ...more }), { level: 1 });
  });
  const query = { statementType: "SELECT", schema: { fields: FIELDS }, totalBytesProcessed: "0" };
  const look = gzipSync(JSON.stringify({ statistics: { query }, status: { state: "DONE" } }));
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://here");
    const page = pathname.includes("/queries/") ? Number(searchParams.get("pageToken") ?? 0) : -1;
    request.resume();
    response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
    response.end(pages[page] ?? look);
  });
  server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
}

function cells(n) {
  const day = new Date(Date.UTC(2020, 0, 1 + (n % 2000))).toISOString().slice(0, 10);
  const values = [
    String(n),
    `${n % 100_000}.${String(n % 100).padStart(2, "0")}`,
    `customer ${n % 5000} of the shop`,
    day,
    String(1_577_836_800_000_000 + n * 1_000_003),
    String(n % 3 === 0),
  ];
  return values.map((v) => ({ v }));
}
