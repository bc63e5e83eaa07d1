#!/usr/bin/env bash
# psqlodbc 13.02.0000 (Debian's odbc-postgresql, as pyodbc 5.5.0 sees it): a price that is valid until infinity is valid until today.
#
# Input: dates of PostgreSQL's own kinds, with `infinity` as its manual has it for rows without an end; the server is PGlite 0.5.14.
#
# Guess: an error, NULL or a far year, since ODBC's dates know no infinity; the same far year for DATE and TIMESTAMP. A year before Christ or
#        of five digits is an error.
# Seen:  infinity is the year 9999 as a TIMESTAMP and today as a DATE, and so is minus infinity, which comes before all days: what started
#        "always" starts today, and tomorrow it will start tomorrow. The year 10000 is the year 1000 with today's month and day, and as a
#        TIMESTAMP today. Of 44 BC a DATE is 44 years after Christ and a TIMESTAMP in the year 1.
# `valid_to::timestamp` keeps the two infinities apart, and a far day within four digits comes as it is.
set -euo pipefail
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$folder"' EXIT
cd "$folder"
chmod 755 .
apt-get update -qq >apt.log 2>&1
apt-get download -qq odbc-postgresql=1:13.02.0000-2+b1 libodbc2 libodbcinst2 libltdl7 libpq5 >>apt.log 2>&1
for package in *.deb; do dpkg-deb --extract "$package" system; done
python3 -m venv v
v/bin/pip install -q --no-compile --disable-pip-version-check pyodbc==5.5.0
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17
cat >server.mjs <<'JS'
import { writeFileSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

const server = new PGLiteSocketServer({ db: await PGlite.create(), host: "127.0.0.1", port: 0 });
server.addEventListener("listening", ({ detail }) => writeFileSync("port.txt", String(detail.port)));
await server.start();
JS
node server.mjs >server.log 2>&1 &
server=$!
for _ in $(seq 300); do
  [ -s port.txt ] && break
  sleep 0.1
done
cat >seen.py <<'PY'
import datetime
import glob

import pyodbc

pyodbc.pooling = False
driver = glob.glob("system/usr/lib/*/odbc/psqlodbcw.so")[0]
port = open("port.txt").read()
bridge = pyodbc.connect(f"Driver={driver};Server=127.0.0.1;Port={port};Database=postgres;UID=postgres;SSLMode=disable", autocommit=True)
today = datetime.date.today()
for sql in (
    "date 'infinity'",
    "date '-infinity'",
    "timestamp 'infinity'",
    "timestamp '-infinity'",
    "date '10000-01-01'",
    "timestamp '10000-01-01'",
    "date '0044-03-15 BC'",
    "timestamp '0044-03-15 BC'",
    "date '9999-12-31'",
):
    seen, text = bridge.execute(f"select {sql}, ({sql})::text").fetchone()
    print(f"{sql}: {str(seen).replace(f'{today}', 'today').replace(f'1000-{today:%m-%d}', 'today in the year 1000')}; as text {text}")
PY
LD_LIBRARY_PATH=$(echo system/usr/lib/*/) v/bin/python seen.py 2>python.log | tee seen.txt
diff seen.txt - <<'SEEN' || { cat apt.log server.log python.log; exit 1; }
date 'infinity': today; as text infinity
date '-infinity': today; as text -infinity
timestamp 'infinity': 9999-12-31 23:59:59; as text infinity
timestamp '-infinity': 0001-01-01 00:00:00; as text -infinity
date '10000-01-01': today in the year 1000; as text 10000-01-01
timestamp '10000-01-01': today 00:00:00; as text 10000-01-01 00:00:00
date '0044-03-15 BC': 0044-03-15; as text 0044-03-15 BC
timestamp '0044-03-15 BC': 0001-03-15 00:00:00; as text 0044-03-15 00:00:00 BC
date '9999-12-31': 9999-12-31; as text 9999-12-31
SEEN
