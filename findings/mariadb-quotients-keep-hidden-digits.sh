#!/usr/bin/env bash
# MariaDB 10.11 (Debian's mariadb-server; 11.4.5 gives the same): a quotient keeps nine digits behind the point and shows four, and which
# of them count depends on how it is used, on GROUP BY and on whether there is a unique index.
#
# Guess: 1/3 is one value, either 0.3333 as shown or 0.333333333 as kept.
# Seen:  `=` and IN with one value compare four digits; BETWEEN, IN with two, CASE … WHEN, arithmetic and doubles compare nine.
#        Three thirds add up to 1.0000, the sums of three groups of one third each to 0.9999.
#        `g/3*sum(v)` loses the hidden digits because g is a group's column, `max(g)/3*sum(v)` does not.
#        `q = 1/3` finds 0.3333 in a column of decimal(5,4) until that has a unique index.
# Who wants equal results writes round(a/b, n) or cast(a/b as decimal(…)). PostgreSQL shows all digits that a quotient has.
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
ask <<'SQL' | tee seen.txt
create database d; use d;
select '1/3 =', 1/3;
select '= 0.3333', 1/3 = 0.3333;
select 'in (0.3333)', 1/3 in (0.3333);
select 'in (0.3333, 0.5)', 1/3 in (0.3333, 0.5);
select 'between 0.3333 and 0.3333', 1/3 between 0.3333 and 0.3333;
select 'when 0.3333', case 1/3 when 0.3333 then 1 else 0 end;
select '= 0.3333e0', 1/3 = 0.3333e0;
select '(1/3 - 0.3333) * 10000', (1/3 - 0.3333) * 10000;
create table t (g int, v int); insert into t values (1, 1), (2, 1), (3, 1);
select 'sum of three', sum(v/3) from t;
select 'sum of three sums', sum(s) from (select sum(v/3) as s from t group by g) as groups_of_one;
create table u (g int, v int); insert into u values (1, 100000);
select 'g/3*sum(v)', g/3*sum(v) from u group by g;
select 'max(g)/3*sum(v)', max(g)/3*sum(v) from u group by g;
create table k (q decimal(5,4)); insert into k values (0.3333);
select 'found without an index', count(*) from k where q = 1/3;
alter table k add unique (q);
select 'found by a unique index', count(*) from k where q = 1/3;
SQL
diff seen.txt - <<'SEEN' || exit 1
1/3 =	0.3333
= 0.3333	1
in (0.3333)	1
in (0.3333, 0.5)	0
between 0.3333 and 0.3333	0
when 0.3333	0
= 0.3333e0	0
(1/3 - 0.3333) * 10000	0.3333
sum of three	1.0000
sum of three sums	0.9999
g/3*sum(v)	33330.0000
max(g)/3*sum(v)	33333.3333
found without an index	1
found by a unique index	0
SEEN
