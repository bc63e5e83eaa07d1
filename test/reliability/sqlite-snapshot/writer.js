/**
 * Writes to a database file until it is killed: each transaction gives all rows the next number.
 * Arguments: the file, the journal mode.
 */
import { DatabaseSync } from "@photostructure/sqlite";

const [, , file, mode] = process.argv;
const database = new DatabaseSync(file, { timeout: 500 });
database.exec(`PRAGMA synchronous = off; PRAGMA wal_autocheckpoint = 100`);
if (mode === "wal") database.exec("PRAGMA journal_mode = wal");
// Pages go to the file before the end of a transaction.
database.exec("PRAGMA cache_size = 20");

for (let round = 0; ; round++) {
  attempt("UPDATE rows SET number = number + 1, filling = filling + 1");
  if (round % 5 === 2) attempt("UPDATE rows SET id = -id - 1; UPDATE rows SET id = -id - 1");
  if (round % 7 === 3) attempt("VACUUM");
  if (round % 2 === 1)
    attempt(`PRAGMA wal_checkpoint(${round % 4 === 1 ? "TRUNCATE" : "PASSIVE"})`);
  // Readers come in between, also while all of the log is in the file.
  sleep(Math.random() * (round % 2 === 1 ? 300 : 30));
}

function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Locked: others have it. */
function attempt(sql) {
  try {
    database.exec(sql);
  } catch {
    if (database.isTransaction) database.exec("ROLLBACK");
  }
}
