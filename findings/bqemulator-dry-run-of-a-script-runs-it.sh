#!/usr/bin/env bash
# bqemulator runs a script that it was asked for a dry run of.
#
# Guess: a job with `dryRun: true` is looked at and not executed, whatever statements it has: its answer says `statementType`, and
# the data stays as it is, as with BigQuery itself.
# Seen:  bqemulator 1.4.0 (DuckDB 1.5.5): a dry run of one statement changes nothing; one of `select 1; drop table shop.items`
# answers 200 with `statementType` SCRIPT, and the table is gone.
# So a tool that decides by the dry run whether a text may run must count the statements itself before it asks.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet bqemulator==1.4.0 duckdb==1.5.5 duckdb-extensions==1.5.5 \
  duckdb-extension-spatial==1.5.5 numpy==2.4.6
HOME="$folder" venv/bin/python -c "from duckdb_extensions import import_extension; import_extension('spatial')"
read -r rest grpc < <(python3 -c "
import socket
open_ = [socket.socket() for _ in range(2)]
for one in open_: one.bind(('127.0.0.1', 0))
print(*[one.getsockname()[1] for one in open_])")
HOME="$folder" venv/bin/bqemulator start --rest-port "$rest" --grpc-port "$grpc" --project demo --log-level error >log 2>&1 &
server=$!
for _ in $(seq 200); do
  curl -sf "http://127.0.0.1:$rest/readyz" >/dev/null && break
  sleep 0.1
done
cat >check.py <<'PY'
import json, sys, urllib.request

base = f"http://127.0.0.1:{sys.argv[1]}/bigquery/v2/projects/demo/"

def call(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data=data, headers={"content-type": "application/json"})
    return json.load(urllib.request.urlopen(request))

def job(sql, dry):
    answer = call("jobs", {"configuration": {"dryRun": dry, "query": {"query": sql, "useLegacySql": False}}})
    return answer["statistics"]["query"]["statementType"]

def tables():
    return [table["tableReference"]["tableId"] for table in call("datasets/shop/tables").get("tables", [])]

call("datasets", {"datasetReference": {"projectId": "demo", "datasetId": "shop"}})
job("create table shop.items as select 1 as id", False)
print("at first:", tables())
print("dry run of", job("drop table shop.items", True), "->", tables())
kept = tables() == ["items"]
print("dry run of", job("select 1; drop table shop.items", True), "->", tables())
sys.exit(0 if kept and tables() == [] else 1)
PY
venv/bin/python check.py "$rest"
