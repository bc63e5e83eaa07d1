/**
 * A million rows of six columns from a service that speaks Snowflake's protocol, on this machine:
 * the connector, from the login to its batches, beside a program that fetches the same answers,
 * unpacks and parses them and does nothing else. Both run in turn as processes of their own; the
 * service's time is not counted, and what each needs to start is measured with no rows and taken
 * off.
 *
 *   npm run bench snowflake -- [--rows 1000000] [--rounds 3]
 *
 * Goals: 1.5 times the processor time, 300 MB of memory.
 */
import { createServer } from "node:http";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { measure } from "./support/measure.js";

const { values: options } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "3" },
  },
});
const ROWS = Number(options.rows);
const ROUNDS = Number(options.rounds);
/** Rows of a chunk: about two megabytes, as the service cuts them. */
const CHUNK = 20_000;

const COLUMNS = [
  { name: "ID", type: "fixed", precision: 38, scale: 0 },
  { name: "AMOUNT", type: "fixed", precision: 12, scale: 2 },
  { name: "LABEL", type: "text" },
  { name: "DAY", type: "date" },
  { name: "AT", type: "timestamp_ntz", scale: 9 },
  { name: "OK", type: "boolean" },
];

const chunk = gzipSync(
  Array.from({ length: CHUNK }, (_, i) =>
    JSON.stringify([
      String(i * 7919),
      `${(i * 31) % 100_000}.${String(i % 100).padStart(2, "0")}`,
      i % 50 === 0 ? null : `customer number ${i}`,
      String(19_000 + (i % 900)),
      `${1_700_000_000 + i * 60}.${String(i % 1_000_000).padStart(6, "0")}000`,
      String(i % 2),
    ]),
  ).join(","),
  { level: 1 },
);

const service = createServer((request, response) => void answer(request, response));
await new Promise((resolve) => service.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${service.address().port}`;

async function answer(request, response) {
  const path = new URL(request.url, url).pathname;
  request.resume();
  await new Promise((resolve) => request.once("end", resolve));
  if (path.startsWith("/chunks/")) {
    response.writeHead(200, { "content-encoding": "gzip", "content-type": "binary/octet-stream" });
    response.end(chunk);
    return;
  }
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ success: true, data: dataOf(path) }));
}

function dataOf(path) {
  if (path.includes("login-request")) {
    return { token: "t", masterToken: "m", sessionId: 1, parameters: [], sessionInfo: {} };
  }
  if (!path.includes("query-request")) return null;
  const count = Math.ceil(wanted / CHUNK);
  return {
    parameters: [],
    rowtype: COLUMNS.map((column) => ({ nullable: true, ...column })),
    rowset: [],
    total: count * CHUNK,
    returned: count * CHUNK,
    queryId: "01b00000-0000-0000-0000-000000000000",
    version: 1,
    statementTypeId: 0x1000,
    queryResultFormat: "json",
    ...(count > 0 && {
      chunkHeaders: {},
      chunks: Array.from({ length: count }, (_, i) => ({
        url: `${url}/chunks/${i}`,
        rowCount: CHUNK,
        uncompressedSize: 1,
        compressedSize: chunk.length,
      })),
    }),
  };
}

const OURS = `
  const { snowflakeSource } = await import(process.argv[1]);
  const source = await snowflakeSource.open(
    { account: "bench", username: "u", password: "p", access_url: process.argv[2], database: "D", timeout: 300, progress_timeout: 60, connect_timeout: 10 },
    { name: "bench", queryTag: "headwater/bench", secrets: [] },
  );
  const { batches } = await source.stream("select 1", { signal: new AbortController().signal });
  let rows = 0;
  for await (const batch of batches) rows += batch.rows;
  await source.close();
  if (rows !== Number(process.argv[3])) throw new Error(rows + " rows");
  process.exit();`;

const RAW = `
  const post = async (path) => (await (await fetch(process.argv[2] + path, { method: "POST", body: "{}" })).json()).data;
  await post("/session/v1/login-request");
  const { chunks = [] } = await post("/queries/v1/query-request");
  let rows = 0;
  for (const { url } of chunks) rows += JSON.parse("[" + (await (await fetch(url)).text()) + "]").length;
  if (rows !== Number(process.argv[3])) throw new Error(rows + " rows");
  process.exit();`;

const module = join(import.meta.dirname, "../dist/sources/snowflake/index.js");
let wanted = 0;

function run(script, rows) {
  wanted = rows;
  const args = ["--input-type=module", "-e", script, module, url, String(rows)];
  return measure([process.execPath, ...args], { interval: 20 });
}

const rounds = [];
for (let round = 0; round < ROUNDS; round++) {
  rounds.push({
    start: await run(OURS, 0),
    ours: await run(OURS, ROWS),
    bare: await run(RAW, 0),
    raw: await run(RAW, ROWS),
  });
}
service.closeAllConnections();
service.close();

const ratios = rounds.map(({ start, ours, bare, raw }) => {
  return (ours.cpu - start.cpu) / (raw.cpu - bare.cpu);
});
const ratio = ratios.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)];
const memory = Math.max(...rounds.map(({ ours }) => ours.megabytes));
for (const { start, ours, bare, raw } of rounds) {
  const text = ({ cpu, seconds, megabytes }) =>
    `${cpu.toFixed(2)} s of processor, ${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB`;
  console.log(`connector  ${text(ours)} (to start: ${text(start)})`);
  console.log(`raw        ${text(raw)} (to start: ${text(bare)})`);
}
console.log(
  `${ROWS.toLocaleString("en")} rows: ${ratio.toFixed(2)} times the processor time of the raw answers (goal 1.5), ${memory.toFixed(0)} MB (goal 300 MB)`,
);
if (ratio > 1.5 || memory > 300) process.exitCode = 1;
