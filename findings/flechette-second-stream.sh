#!/usr/bin/env bash
# @uwdata/flechette 2.6.0: what follows an Arrow stream is passed over, or read with the types of the stream before.
#
# Input: two Arrow IPC streams behind one another, as `cat a.arrows b.arrows` makes them: a column of integers, a column of doubles. Once
# with the mark that ends a stream, once without it, which the format allows where a file or pipe ends.
#
# Guess: the rows of both, or an error.
# Seen:  with the mark the second stream's rows are lost. Without it they are there, and read as integers, since a second schema is
#        ignored: 0.5 is 4602678819172646912.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @uwdata/flechette@2.6.0
cat >seen.mjs <<'JS'
import { columnFromArray, float64, int64, tableFromColumns, tableFromIPC, tableToIPC } from "@uwdata/flechette";

const stream = (values, type) => tableToIPC(tableFromColumns({ n: columnFromArray(values, type) }), { format: "stream" });
const [first, second] = [stream([1n], int64()), stream([0.5], float64())];
const shown = (...parts) => String([...tableFromIPC(new Uint8Array(Buffer.concat(parts)), { useBigInt: true }).getChild("n")]);
console.log(`with the mark: ${shown(first, second)}`);
console.log(`without it: ${shown(first.subarray(0, first.length - 8), second)}`);
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
with the mark: 1
without it: 1,4602678819172646912
SEEN
