#!/usr/bin/env bash
# MariaDB 10.11 (Debian's mariadb-server; 11.4.5 gives the same): a text that goes on with a tab or a line break sorts before the text
# without it, under `_bin` collations too.
#
# Guess: what begins with x is not less than x, as in PostgreSQL, SQLite and DuckDB and for LIKE; a `_bin` collation compares bytes.
# Seen:  the shorter text is filled up with spaces to compare them, and a tab is less than a space. So `s >= 'x'` misses a text that
#        `s like 'x%'` finds, and min() is the longer one. For the same reason 'x' and 'x ' are one text, also for DISTINCT.
#        Collations with "nopad" in their names and BINARY compare what is there.
# A condition on a beginning is no range: `s >= 'x' and s < 'y'` leaves rows out.
set -euo pipefail
PATH=$PATH:/usr/sbin
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true; }; rm -rf "$folder"' EXIT
cd "$folder"
user=--user=$(id -un)
mariadb-install-db --no-defaults "$user" --auth-root-authentication-method=normal --skip-test-db --datadir="$folder/data" >install.log 2>&1
mariadbd --no-defaults "$user" --datadir="$folder/data" --tmpdir="$folder" --socket="$folder/socket" --pid-file="$folder/pid" \
  --skip-networking --innodb-buffer-pool-size=32M >server.log 2>&1 &
server=$!
ask() { mariadb --no-defaults --user=root --socket="$folder/socket" --skip-column-names --batch; }
for _ in $(seq 300); do ask <<<'select 1' >/dev/null 2>&1 && break || sleep 0.1; done
for collation in utf8mb4_bin utf8mb4_general_ci utf8mb4_nopad_bin; do
  ask <<SQL
set names utf8mb4;
create or replace database d; use d;
create table t (s varchar(9) character set utf8mb4 collate $collation);
insert into t values ('x'), ('x '), ('x\ty'), ('x\ny'), ('xy');
select '$collation:', sum(s like 'x%'), 'begin with x', sum(s >= 'x'), 'are at least x', count(distinct s), 'differ', hex(min(s)), 'is least'
from t;
SQL
done | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
utf8mb4_bin:	5	begin with x	3	are at least x	4	differ	780979	is least
utf8mb4_general_ci:	5	begin with x	3	are at least x	4	differ	780979	is least
utf8mb4_nopad_bin:	5	begin with x	5	are at least x	5	differ	78	is least
SEEN
