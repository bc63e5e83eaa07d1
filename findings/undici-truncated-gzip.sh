#!/usr/bin/env bash
# undici (the `fetch` of Node) takes a compressed answer that ends too early for a whole one.
#
# Guess: a body with `content-encoding: gzip` whose gzip stream is cut before its end is an error, as it is for `gunzip`, for
# `zlib.gunzipSync` and for a body that is shorter than its `content-length`.
# Seen:  undici 6.24.1, 7.16.0 on Node 20.20.2: status 200, `text()` resolves with the beginning of the text, and nothing says
# that the rest is missing. A proxy that is stopped while it compresses makes such answers, with a right `content-length`.
# So whoever reads rows of text (CSV, lines of JSON) over `fetch` can lose the last of them in silence; a document of JSON fails
# to parse, by luck.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund undici6@npm:undici@6.24.1 undici7@npm:undici@7.16.0
cat >check.mjs <<'JS'
import { createServer } from "node:http";
import { gunzipSync, gzipSync } from "node:zlib";
import * as six from "undici6";
import * as seven from "undici7";

const rows = Array.from({ length: 500 }, (_, i) => `row ${i} ${(i * 7919) % 10007}`).join("\n") + "\n";
const whole = gzipSync(rows);
const cut = whole.subarray(0, whole.length - 200);
let refused = false;
try {
  gunzipSync(cut);
} catch {
  refused = true;
}
const server = createServer((request, response) => {
  const body = request.url === "/cut" ? cut : whole;
  response.writeHead(200, { "content-type": "text/plain", "content-encoding": "gzip", "content-length": body.length });
  response.end(body);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const address = `http://127.0.0.1:${server.address().port}`;
let changed = !refused;
for (const [name, { fetch }] of Object.entries({ "undici 6.24.1": six, "undici 7.16.0": seven })) {
  const all = await (await fetch(`${address}/whole`)).text();
  const outcome = await fetch(`${address}/cut`)
    .then(async (response) => ({ status: response.status, text: await response.text() }))
    .catch((error) => ({ error: String(error) }));
  const lines = outcome.text?.split("\n").length;
  console.log(`${name}: whole ${all.split("\n").length} lines; cut: ${outcome.error ?? `status ${outcome.status}, ${lines} lines, no error`}`);
  const silent = outcome.status === 200 && outcome.text.length > 0 && outcome.text.length < rows.length && rows.startsWith(outcome.text);
  changed ||= all !== rows || !silent;
}
server.close();
console.log(`zlib.gunzipSync: ${refused ? "refuses it" : "takes it"}`);
process.exit(changed ? 1 : 0);
JS
node check.mjs
