"""What others need to bring the benchmark's table into Parquet.

  python peer.py                              names of the peers that are installed here
  python peer.py PEER DATABASE ADDRESS FILE   `orders` from a database (`postgresql`, `mysql`, `sqlite`)
                                              at an address into a new file

An address is a URL, of SQLite a path. Packages that were tried: connectorx 0.4.6, adbc-driver-postgresql 1.13.0 and
pyarrow 26.0.1; duckdb 1.5.5 with duckdb-extension-{postgres,mysql,sqlite}-scanner 1.5.5.
"""

import importlib.util
import sys
from urllib.parse import urlsplit

SQL = "select * from orders"
BATCH_ROWS = 65_536


def write(batches, file):
    import pyarrow.parquet as parquet

    with parquet.ParquetWriter(file, batches.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)


def connectorx(database, address, file):
    import connectorx

    url = f"sqlite://{address}" if database == "sqlite" else address
    write(connectorx.read_sql(url, SQL, return_type="arrow_stream", batch_size=BATCH_ROWS), file)


def adbc(_, address, file):
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(SQL)
        write(cursor.fetch_record_batch(), file)


def scanner(database, address, file):
    import duckdb

    kind = {"postgresql": "postgres"}.get(database, database)
    package = importlib.util.find_spec(f"duckdb_extension_{kind}_scanner")
    folder = f"{package.submodule_search_locations[0]}/extensions/v{duckdb.__version__}"
    connection = duckdb.connect()
    connection.execute(f"LOAD '{folder}/{kind}_scanner.duckdb_extension'")
    connection.execute(f"ATTACH '{settings(database, address)}' AS peer (TYPE {kind}, READ_ONLY)")
    connection.execute(f"USE peer.{urlsplit(address).path[1:]}" if database == "mysql" else "USE peer")
    connection.execute(f"COPY ({SQL}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")


def settings(database, address):
    if database != "mysql":
        return address
    url = urlsplit(address)
    parts = {
        "host": url.hostname,
        "port": url.port,
        "user": url.username,
        "passwd": url.password,
        "db": url.path[1:],
    }
    return " ".join(f"{name}={value}" for name, value in parts.items() if value)


NEEDS = {
    "connectorx": ["connectorx", "pyarrow"],
    "ADBC": ["adbc_driver_postgresql", "pyarrow"],
    "DuckDB's scanner": ["duckdb"],
}
PEERS = {"connectorx": connectorx, "ADBC": adbc, "DuckDB's scanner": scanner}

if len(sys.argv) == 1:
    for name, modules in NEEDS.items():
        if all(importlib.util.find_spec(module) for module in modules):
            print(name)
else:
    name, *rest = sys.argv[1:]
    PEERS[name](*rest)
