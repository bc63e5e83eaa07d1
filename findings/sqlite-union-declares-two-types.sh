#!/usr/bin/env bash
# SQLite 3.53.4 (@photostructure/sqlite 2.6.0): the declared type of a UNION's column is that of its first branch, or of its last one when
# the UNION stands in a subquery or a view.
#
# Guess: one and the same branch decides, or none where they differ; a name around a query changes no type.
# Seen:  dates UNION ALL NULL are declared as "date", and as nothing through a view; NULL UNION ALL dates the other way round. Of a date
#        and a text the view says "TEXT". Rows and values are the same.
# Drivers that make dates by the declared type, such as Python's with PARSE_DECLTYPES, return texts as soon as the query is a view.
# `(SELECT d FROM t WHERE 1 = 0)` in place of NULL is a NULL that is declared as d is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @photostructure/sqlite@2.6.0
cat >seen.mjs <<'JS'
import { DatabaseSync } from "@photostructure/sqlite";

const database = new DatabaseSync(":memory:");
database.exec("create table t(d date); create table u(e text)");
const declared = (sql) => database.prepare(sql).columns()[0].type;
const unions = [
  "select d from t union all select null",
  "select null as d union all select d from t",
  "select d from t union all select e from u",
  "select e as d from u union all select d from t",
  "select d from t union all select e from u union all select null",
  "select d from t union select e from u",
  "select d from t union all select (select d from t where 1 = 0)",
];
for (const union of unions) {
  database.exec(`drop view if exists v; create view v as ${union}`);
  const [subquery, view] = [declared(`select d from (${union})`), declared("select d from v")];
  console.log(`${union}: ${declared(union)}, in a subquery ${subquery}, in a view ${view}`);
}
JS
node seen.mjs | tee seen.txt
diff seen.txt - <<'SEEN' || exit 1
select d from t union all select null: date, in a subquery null, in a view null
select null as d union all select d from t: null, in a subquery date, in a view date
select d from t union all select e from u: date, in a subquery TEXT, in a view TEXT
select e as d from u union all select d from t: TEXT, in a subquery date, in a view date
select d from t union all select e from u union all select null: date, in a subquery null, in a view null
select d from t union select e from u: date, in a subquery TEXT, in a view TEXT
select d from t union all select (select d from t where 1 = 0): date, in a subquery date, in a view date
SEEN
