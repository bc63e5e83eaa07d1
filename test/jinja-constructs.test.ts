/**
 * Each construct of templates in a small project: the objects that it makes, and that a fault
 * further down is still told at its own line and column.
 */
import { expect, test } from "vitest";
import { loadFiles } from "./support/load-files.js";

const SOURCES = "sources: [{ name: db, type: sqlite, database: a.sqlite }]\n";
/** What stands below each construct: one reference that is wrong. */
const BELOW = "\ncharts:\n  - name: below\n    traces: [ref(nowhere)]\n";
const NOW = "2025-01-01T00:00:00Z";

const VARIABLES = {
  SCHEMA: "shop",
  LIMIT: "5",
  EMPTY: "",
  TRICKY: "a \"b\" \\ 'c' # d: {e} ${env.SCHEMA}\nf",
};

const FILES = {
  "regions.json":
    '[{"name": "North", "id": 1}, {"name": "São \\"S\\"", "id": 12345678901234567890}]',
};

interface Construct {
  readonly yaml: string;
  /** SQL of the models, by name. */
  readonly models: Readonly<Record<string, string>>;
}

const one = (sql: string, expected: string): Construct => ({
  yaml: `models:\n  - name: m\n    source: ref(db)\n    sql: ${sql}\n`,
  models: { m: expected },
});

const CONSTRUCTS: Record<string, Construct> = {
  "a loop in comments of YAML": {
    yaml: "models:\n# {% for r in ['a', 'b'] %}\n  - name: {{ r }}\n    sql: select '{{ r }}'\n# {% endfor %}\n",
    models: { a: "select 'a'", b: "select 'b'" },
  },
  "a loop without comments": {
    yaml: "models:\n{% for r in ['a', 'b'] %}\n  - name: {{ r }}\n    sql: select '{{ r }}'\n{% endfor %}\n",
    models: { a: "select 'a'", b: "select 'b'" },
  },
  "a loop in a loop": {
    yaml: "models:\n# {% for r in ['a', 'b'] %}\n# {% for n in range(2) %}\n  - { name: {{ r }}{{ n }}, sql: select {{ n }} }\n# {% endfor %}\n# {% endfor %}\n",
    models: { a0: "select 0", a1: "select 1", b0: "select 0", b1: "select 1" },
  },
  "a loop over a dictionary": {
    yaml: "models:\n{%- for name, table in {'x': 't1', 'y': 't2'} | items %}\n  - { name: {{ name }}, sql: select * from {{ table }} }\n{%- endfor %}\n",
    models: { x: "select * from t1", y: "select * from t2" },
  },
  "a loop over objects, filtered, with else": {
    yaml: "models:\n{% for t in [{'n': 'p', 'on': true}, {'n': 'q', 'on': false}] if t.on %}\n  - { name: {{ t.n }}, sql: select 1 }\n{% else %}\n  - { name: none, sql: select 0 }\n{% endfor %}\n",
    models: { p: "select 1" },
  },
  "the loop's own names": one(
    "{% for c in ['a', 'b', 'c'] %}{% if loop.first %}select {% endif %}{{ c }}{{ loop.index }}of{{ loop.length }}{{ '' if loop.last else ', ' }}{% endfor %}",
    "select a1of3, b2of3, c3of3",
  ),
  "a macro": {
    yaml: "{% macro model(name, n=1) %}\n  - name: {{ name }}\n    sql: select {{ n }}\n{% endmacro %}\nmodels:\n{{ model('a') }}\n{{ model('b', n=2) }}\n",
    models: { a: "select 1", b: "select 2" },
  },
  "a macro that is called with a block": {
    yaml: "{% macro wrap(name) %}  - { name: {{ name }}, sql: '{{ caller() | trim }}' }{% endmacro %}\nmodels:\n{% call wrap('a') %}\n  select 1\n{% endcall %}\n",
    models: { a: "select 1" },
  },
  set: {
    yaml: "{% set table = 'orders' %}\n{% set columns = ['a', 'b'] %}\nmodels:\n  - { name: m, sql: 'select {{ columns | join(\", \") }} from {{ table }}' }\n",
    models: { m: "select a, b from orders" },
  },
  "a set block": {
    yaml: "{% set where %}\nwhere region = 'n'\n{% endset %}\nmodels:\n  - name: m\n    sql: select 1 {{ where | trim }}\n",
    models: { m: "select 1 where region = 'n'" },
  },
  "a namespace": {
    yaml: "{% set ns = namespace(sum=0) %}\n{% for n in [1, 2, 3] %}{% set ns.sum = ns.sum + n %}{% endfor %}\nmodels:\n  - { name: m, sql: select {{ ns.sum }} }\n",
    models: { m: "select 6" },
  },
  with: {
    yaml: "models:\n{% with t = 'orders', n = 3 %}\n  - { name: m, sql: select {{ n }} from {{ t }} }\n{% endwith %}\n",
    models: { m: "select 3 from orders" },
  },
  "if, elif and else": {
    yaml: "{% set size = 2 %}\nmodels:\n# {% if size > 5 %}\n  - { name: big, sql: select 1 }\n# {% elif size == 2 and not false %}\n  - { name: two, sql: select 2 }\n# {% else %}\n  - { name: small, sql: select 3 }\n# {% endif %}\n",
    models: { two: "select 2" },
  },
  "a condition in a line": one("select {{ 1 if env_var('SCHEMA') == 'shop' else 2 }}", "select 1"),
  "a block scalar with tags inside": {
    yaml: "models:\n  - name: m\n    sql: |\n      select *\n      {% if env_var('LIMIT') | int > 3 %}\n      from big\n      {% else %}\n      from small\n      {% endif %}\n",
    models: { m: "select *\n\nfrom big" },
  },
  "whitespace control": {
    yaml: "models:\n  - name: m\n    sql: select\n      {%- for c in ['a', 'b'] -%}\n        {{ ' ' }}{{ c }}{{ ',' if not loop.last }}\n      {%- endfor %}\n",
    models: { m: "select a, b" },
  },
  raw: one("select '{% raw %}{{ braces }}{% endraw %}'", "select '{{ braces }}'"),
  comments: {
    yaml: "{# a note\n   over {{ lines }} #}\nmodels:\n  - { name: m, sql: select 1 } {# {% for #}\n",
    models: { m: "select 1" },
  },
  "a filter block": {
    yaml: "models:\n{% filter indent(2, true) %}\n- name: m\n  sql: select 1\n{% endfilter %}\n",
    models: { m: "select 1" },
  },
  "a named block": {
    yaml: "models:\n{% block list %}\n  - { name: m, sql: select 1 }\n{% endblock %}\n",
    models: { m: "select 1" },
  },
  "a recursive loop": {
    yaml: "models:\n{% for n in [{'n': 'a', 'c': [{'n': 'b', 'c': []}]}] recursive %}\n  - { name: {{ n.n }}, sql: select 1 }\n{{ loop(n.c) }}{% endfor %}\n",
    models: { a: "select 1", b: "select 1" },
  },
  "dictionaries, lists, slices and their places": one(
    "select {{ {'a': [1, 2, 3]}.a[1] }}, {{ [1, 2, 3, 4][1:3] | join('+') }}, {{ 'abc'[::-1] }}, {{ ('x', 'y')[0] }}, {{ {'k': 5}['k'] }}",
    "select 2, 2+3, cba, x, 5",
  ),
  "text put together": one(
    "select {{ 'a' ~ 1 ~ '_' ~ true }}, {{ 'x' 'y' }}, {{ 'ab' * 2 }}",
    "select a1_true, xy, abab",
  ),
  arithmetic: one(
    "select {{ 7 // 2 }}, {{ 7 % 3 }}, {{ 2 ** 10 }}, {{ 7 / 2 }}, {{ 9007199254740993 }}, {{ (1 + 2) * 3 }}",
    "select 3, 1, 1024, 3.5, 9007199254740993, 9",
  ),
  "filters on text": one(
    "select {{ 'ab' | upper }}{{ 'AB' | lower }}{{ ' x ' | trim }}{{ 'a b' | title }}{{ 'a-b' | replace('-', '_') }}{{ 'ab' | length }}{{ 'ab' | capitalize }}{{ 'ab' | reverse }}{{ 'a,b' | split(',') | join('/') }}{{ 'abc' | first }}{{ 'abc' | last }}",
    "select ABabxA Ba_b2Abbaa/bac",
  ),
  "filters on numbers": one(
    "select {{ 1.256 | round(2) }}, {{ '5' | int + 1 }}, {{ '1.5' | float }}, {{ -2 | abs }}, {{ '%05.1f' | format(3.14159) }}, {{ '%s-%03d' | format('a', 7) }}, {{ 1 | bool }}",
    "select 1.26, 6, 1.5, 2, 003.1, a-007, true",
  ),
  "filters on lists": one(
    "select {{ ['a', 'b'] | map('upper') | join }}, {{ [1, 2, 3] | select('odd') | join('+') }}, {{ [{'n': 4}, {'n': 5}] | map(attribute='n') | sum }}, {{ [{'n': 1, 'on': true}, {'n': 2}] | selectattr('on') | map(attribute='n') | first }}, {{ [3, 1, 3] | unique | sort | join(',') }}, {{ [1, 2, 3] | reject('gt', 1) | list | length }}, {{ [5, 9] | max }}, {{ [1, 2, 3, 4] | batch(2) | first | join('&') }}",
    "select AB, 1+3, 9, 1, 1,3, 1, 9, 1&2",
  ),
  tojson: {
    yaml: "models:\n  - name: m\n    tags: {{ ['a', 'b: c'] | tojson }}\n    sql: {{ 'select \"x\"' | tojson }}\n",
    models: { m: 'select "x"' },
  },
  indent: {
    yaml: "{% set body = 'select 1,\\n  2' %}\nmodels:\n  - name: m\n    sql: |\n      {{ body | indent(6) }}\n",
    models: { m: "select 1,\n  2" },
  },
  default: one(
    "select {{ missing | default('t') }}, {{ '' | default('e', true) }}, {{ other | d(5) }}",
    "select t, e, 5",
  ),
  tests: one(
    "select {{ x is defined }}, {{ none is none }}, {{ 3 is odd }}, {{ 'a' in ['a'] }}, {{ 'a' is string }}, {{ [] is sequence }}, {{ {} is mapping }}, {{ 3 is not divisibleby(2) }}",
    "select false, true, true, true, true, true, true, true",
  ),
  "methods of text and dictionaries": one(
    "select {{ 'ab'.upper() }}, {{ 'a.b'.split('.') | last }}, {{ ' x '.strip() }}, {{ 'a-b'.replace('-', '_') }}, {{ 'ab'.startswith('a') }}, {{ {'k': 1}.keys() | join }}, {{ {'k': 1}.get('k') }}",
    "select AB, b, x, a_b, true, k, 1",
  ),
  dates: one(
    "select '{{ to_iso(now() - timedelta(days=1, hours=12)) }}', '{{ (now() + timedelta(weeks=1)) | strftime('%Y-%m-%d') }}', '{{ to_str_format(now(), '%d.%m.%y') }}', {{ to_unix('2024-12-31') | int }}, {{ now() > to_unix('2024-06-01') }}",
    "select '2024-12-30T12:00:00+00:00', '2025-01-08', '01.01.25', 1735603200, true",
  ),
  "a JSON file of the project": {
    yaml: "{% set regions = read_json_file('regions.json') %}\nmodels:\n# {% for r in regions %}\n  - name: {{ r.name | tojson }}\n    sql: select {{ r.id }}\n# {% endfor %}\n",
    models: { North: "select 1", 'São "S"': "select 12345678901234567890" },
  },
  "a variable in text, a condition and a filter": one(
    "select '{{ env_var('SCHEMA') }}', {{ env_var('LIMIT') | int + 1 }}, {{ env_var('SCHEMA') | upper }}{% if env_var('EMPTY') %}, no{% endif %}",
    "select 'shop', 6, SHOP",
  ),
  "defaults of variables": one(
    "select {{ env_var('UNSET', 'a') }}, {{ env_var('UNSET', default='b') }}, {{ env_var('UNSET') | default('c') }}, {{ env_var('UNSET') | d(7) | int + 1 }}, {{ env_var('SCHEMA') | default('no') }}, {{ env_var('EMPTY') | default('d', true) }}[{{ env_var('EMPTY') | default('e') }}], {{ 1 if env_var('UNSET', '') else 2 }}",
    "select a, b, c, 8, shop, d[], 2",
  ),
  "a variable with quotes, backslashes and a line end": {
    yaml: "models:\n  - { name: plain, sql: \"{{ env_var('TRICKY') }}\" }\n  - { name: fallen, sql: '{{ env_var(\"TRICKY\") | default(\"x\") }}' }\n  - name: block\n    sql: |-\n      {{ env_var('TRICKY') | indent(6) }}\n",
    models: {
      plain: VARIABLES.TRICKY,
      fallen: VARIABLES.TRICKY,
      block: VARIABLES.TRICKY,
    },
  },
};

const load = (yaml: string) =>
  loadFiles({ ...FILES, "headwater.yml": yaml }, { env: VARIABLES, now: new Date(NOW) });

for (const [name, { yaml, models }] of Object.entries(CONSTRUCTS)) {
  test(`${name}: the objects, and the place of a fault below`, async () => {
    const text = SOURCES + yaml + BELOW;
    const project = await load(text);
    const found = project.models.map((model) => [model.name, "sql" in model ? model.sql : ""]);
    expect(Object.fromEntries(found)).toEqual(models);
    const before = text.slice(0, text.indexOf("ref(nowhere)")).split("\n");
    const place = { line: before.length, column: (before.at(-1) ?? "").length + 1 };
    expect(project.diagnostics.map(({ code, at }) => [code, at?.start])).toEqual([
      ["unknown-reference", place],
    ]);
  });
}
