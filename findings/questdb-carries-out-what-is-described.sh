#!/usr/bin/env bash
# QuestDB 9.3.4 (org.questdb:questdb, PostgreSQL's protocol): TRUNCATE and RENAME are carried out when they are only described, inside
# a transaction that is said to be read-only.
#
# Guess: as with PostgreSQL, Parse and Describe tell the columns of a statement and do nothing, and BEGIN READ ONLY refuses what writes.
# Seen:  Parse, Describe and Sync of TRUNCATE empty the table, those of RENAME rename it; no Execute is sent, and neither the transaction
#        nor its ROLLBACK changes that.
# Whoever describes a statement to find out whether it writes has written.
set -euo pipefail
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
mvn --quiet --batch-mode -Dmaven.repo.local="$folder/repository" dependency:get -Dartifact=org.questdb:questdb:9.3.4 -Dtransitive=false >/dev/null
port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
mkdir -p root/conf
cat >root/conf/server.conf <<CONF
http.enabled=false
http.min.enabled=false
line.tcp.enabled=false
line.udp.enabled=false
pg.net.bind.to=127.0.0.1:$port
telemetry.enabled=false
shared.worker.count=2
CONF
java -Xmx1g -cp repository/org/questdb/questdb/9.3.4/questdb-9.3.4.jar io.questdb.ServerMain -d root >server.log 2>&1 &
server=$!
cat >seen.mjs <<'JS'
import { connect } from "node:net";

const port = Number(process.argv[2]);
const text = (value) => Buffer.from(`${value}\0`);
const message = (letter, ...parts) => {
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(5);
  header.write(letter);
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
};
const ZERO = Buffer.alloc(2);
const SYNC = message("S");

async function open() {
  for (let attempt = 0; ; attempt++) {
    const socket = connect(port, "127.0.0.1");
    try {
      await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
      return socket;
    } catch (error) {
      if (attempt > 300) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

const socket = await open();
let bytes = Buffer.alloc(0);
let answer = { rows: 0, values: [] };
let waiting;
socket.on("data", (chunk) => {
  bytes = Buffer.concat([bytes, chunk]);
  let at = 0;
  while (bytes.length - at >= 5 && bytes.length - at >= bytes.readInt32BE(at + 1) + 1) {
    const end = at + bytes.readInt32BE(at + 1) + 1;
    const letter = bytes.toString("latin1", at, at + 1);
    if (letter === "D") {
      answer.rows += 1;
      answer.values.push(bytes.toString("utf8", at + 11, end));
    }
    if (letter === "R" && bytes.readInt32BE(at + 5) === 3) socket.write(message("p", text("quest")));
    if (letter === "Z") {
      const whole = answer;
      answer = { rows: 0, values: [] };
      waiting?.(whole);
    }
    at = end;
  }
  bytes = bytes.subarray(at);
});
const ask = (...messages) =>
  new Promise((resolve) => {
    waiting = resolve;
    socket.write(Buffer.concat(messages));
  });
const query = (sql) => ask(message("Q", text(sql)));
const login = Buffer.concat([Buffer.from([0, 3, 0, 0]), ...["user", "admin", "database", "qdb", ""].map(text)]);
const size = Buffer.alloc(4);
size.writeInt32BE(login.length + 4);
await ask(size, login);
await query("create table small (id long)");
await query("insert into small values (1)");

const describe = (sql) => ask(message("P", text(""), text(sql), ZERO), message("D", Buffer.from("S\0")), SYNC);
const rows = async (table) => (await query(`select * from ${table}`)).rows;
// Rows are seen some time after they were inserted.
while ((await rows("small")) < 1) await new Promise((done) => setTimeout(done, 50));
console.log(`rows before: ${await rows("small")}`);
await query("BEGIN READ ONLY");
await describe("truncate table small");
await query("ROLLBACK");
console.log(`rows after TRUNCATE was described: ${await rows("small")}`);
await query("BEGIN READ ONLY");
await describe("rename table small to other");
await query("ROLLBACK");
const names = (await query("select table_name from tables() where table_name in ('small', 'other')")).values;
console.log(`tables after RENAME was described: ${names}`);
socket.end(message("X"));
JS
node seen.mjs "$port" | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
rows before: 1
rows after TRUNCATE was described: 0
tables after RENAME was described: other
SEEN
