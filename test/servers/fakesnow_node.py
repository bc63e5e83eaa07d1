"""A Snowflake for tests: fakesnow's engine behind the answers that the Node driver reads.

fakesnow answers with Arrow, which snowflake-sdk for Node does not read. Here its results are
written as the service's JSON: the first rows inline, the rest in gzipped chunks. Statements are
stopped by abort-request, and logins are checked where a variable says with what:
HW_PASSWORD, HW_PUBLIC_KEY (path of a PEM file), HW_TOKEN.

usage: python fakesnow_node.py PORT
"""

import asyncio
import contextvars
import datetime
import decimal
import gzip
import importlib
import json
import math
import os
import sys
import uuid

import jwt
import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

# The package's attribute of this name is a function.
engine = importlib.import_module("fakesnow.server")

INLINE_ROWS = 500
CHUNK_ROWS = 20_000
EPOCH = datetime.datetime(1970, 1, 1)
CANCELLED = {"errorCode": "000604", "sqlState": "57014"}

# The settings that the driver reads of each answer.
PARAMETERS = [
    {"name": name, "value": value}
    for name, value in {
        "TIMEZONE": "UTC",
        "DATE_OUTPUT_FORMAT": "YYYY-MM-DD",
        "TIME_OUTPUT_FORMAT": "HH24:MI:SS.FF",
        "TIMESTAMP_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF9 TZHTZM",
        "TIMESTAMP_NTZ_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF9",
        "TIMESTAMP_LTZ_OUTPUT_FORMAT": "",
        "TIMESTAMP_TZ_OUTPUT_FORMAT": "",
        "BINARY_OUTPUT_FORMAT": "HEX",
    }.items()
]

chunks = {}
running = {}  # request id -> DuckDB's connection
aborted = set()
result = contextvars.ContextVar("result")


def keep_table(table, _rowtype):
    """Takes the place of fakesnow's own Arrow: the table is kept as DuckDB made it."""
    result.get()["table"] = table
    return table


engine.to_sf = keep_table
engine.to_ipc = lambda _table: b""


def seconds(moment):
    """Seconds since 1970 with nine decimals, exactly."""
    since = moment.replace(tzinfo=None) - EPOCH
    micros = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    sign = "-" if micros < 0 else ""
    return f"{sign}{abs(micros) // 1_000_000}.{abs(micros) % 1_000_000:06d}000"


def real(value):
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return repr(value)


def time_of_day(value):
    whole = value.hour * 3600 + value.minute * 60 + value.second
    return f"{whole}.{value.microsecond:06d}000"


ENCODERS = {
    "boolean": lambda value: "1" if value else "0",
    "real": real,
    "date": lambda value: str((value - EPOCH.date()).days),
    "time": time_of_day,
    "timestamp_ntz": seconds,
    "timestamp_ltz": seconds,
    "timestamp_tz": lambda value: f"{seconds(value)} 1440",
    "binary": lambda value: bytes(value).hex().upper(),
}


def text(value):
    return format(value, "f") if isinstance(value, decimal.Decimal) else str(value)


def rows_of(table, types):
    """The rows as lists of cells, which are texts or null."""
    encoders = [ENCODERS.get(name, text) for name in types]
    for batch in table.to_batches(max_chunksize=CHUNK_ROWS):
        columns = [
            [None if value is None else encode(value) for value in column.to_pylist()]
            for column, encode in zip(batch.columns, encoders)
        ]
        yield from map(list, zip(*columns))


def store_chunk(rows, address):
    body = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))[1:-1].encode()
    name = uuid.uuid4().hex
    chunks[name] = gzip.compress(body, 1)
    return {
        "url": f"{address}/chunks/{name}",
        "rowCount": len(rows),
        "uncompressedSize": len(body),
        "compressedSize": len(chunks[name]),
    }


def put_rows(data, table, address):
    rows = list(rows_of(table, [column["type"] for column in data["rowtype"]]))
    data["rowset"], rest = rows[:INLINE_ROWS], rows[INLINE_ROWS:]
    data["total"] = len(rows)
    if rest:
        parts = range(0, len(rest), CHUNK_ROWS)
        data["chunks"] = [store_chunk(rest[at : at + CHUNK_ROWS], address) for at in parts]
        data["chunkHeaders"] = {}


def refusal(code, message, data=None):
    return JSONResponse({"success": False, "code": code, "message": message, "data": data})


async def body_of(request):
    raw = await request.body()
    if request.headers.get("content-encoding") == "gzip":
        raw = gzip.decompress(raw)
    return json.loads(raw)


async def query(request):
    session = engine.sessions.get(engine.to_token(request))
    if session is None:
        return refusal("390104", "Session no longer exists. New login required.")
    request_id = request.query_params.get("requestId", "")
    running[request_id] = session._duck_conn
    captured = {}
    result.set(captured)
    try:
        answer = await engine.query_request(request)
    finally:
        running.pop(request_id, None)
    body = json.loads(answer.body)
    if request_id in aborted:
        aborted.discard(request_id)
        return refusal("000604", "SQL execution canceled", CANCELLED)
    if not body.get("success"):
        # Never with a status of 500: the driver would ask again.
        body["data"] = body.get("data") or {"errorCode": body.get("code"), "sqlState": "XX000"}
        return JSONResponse(body)
    body.update(code=None, message=None)
    data = body["data"]
    data.update(parameters=PARAMETERS, version=1)
    if data.get("queryResultFormat") == "arrow":
        data.update(queryResultFormat="json", rowset=[])
        data.pop("rowsetBase64", None)
        address = f"{request.url.scheme}://{request.url.netloc}"
        if "table" in captured:
            await asyncio.to_thread(put_rows, data, captured["table"], address)
    data["returned"] = data.get("total", 0)
    return JSONResponse(body)


async def abort(request):
    connection = running.get((await body_of(request)).get("requestId"))
    if connection is None:
        return refusal("000605", "Identified SQL statement is not currently executing.")
    aborted.add((await body_of(request)).get("requestId"))
    connection.interrupt()
    return JSONResponse({"success": True, "code": None, "message": None, "data": None})


def login_fault(data):
    """Code and message, or nothing when the login is right."""
    kind = data.get("AUTHENTICATOR") or "SNOWFLAKE"
    if kind == "SNOWFLAKE_JWT" and (path := os.getenv("HW_PUBLIC_KEY")):
        try:
            with open(path, encoding="utf-8") as file:
                jwt.decode(data["TOKEN"], file.read(), algorithms=["RS256"])
        except jwt.PyJWTError as error:
            return "390144", f"JWT token is invalid. [{error}]"
    token = os.getenv("HW_TOKEN")
    if kind in ("OAUTH", "PROGRAMMATIC_ACCESS_TOKEN") and token and data.get("TOKEN") != token:
        return "390303", "Invalid OAuth access token."
    password = os.getenv("HW_PASSWORD")
    if kind == "SNOWFLAKE" and password and data.get("PASSWORD") != password:
        return "390100", "Incorrect username or password was specified."
    return None


async def login(request):
    fault = login_fault((await body_of(request))["data"])
    return refusal(*fault) if fault else await engine.login_request(request)


def chunk(request):
    body = chunks.get(request.path_params["name"])
    if body is None:
        return Response(status_code=404)
    headers = {"content-encoding": "gzip", "content-type": "binary/octet-stream"}
    return Response(body, headers=headers)


def yes(_request):
    return JSONResponse({"success": True})


OWN = ("/session", "/session/heartbeat", "/monitoring/queries/{sfqid}")
app = Starlette(
    routes=[
        Route("/session/v1/login-request", login, methods=["POST"]),
        Route("/queries/v1/query-request", query, methods=["POST"]),
        Route("/queries/v1/abort-request", abort, methods=["POST"]),
        Route("/chunks/{name}", chunk),
        Route("/telemetry/send", yes, methods=["POST"]),
        Route("/health", yes),
        *[route for route in engine.routes if route.path in OWN],
    ]
)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
