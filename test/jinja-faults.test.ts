/**
 * What a template cannot do, and mistakes in one: told at their place, with what to write instead.
 */
import { afterAll, expect, test } from "vitest";
import type { Diagnostic } from "../src/contract/diagnostic.js";
import { createRenderer } from "../src/project/read/jinja/renderer.js";
import { loadFiles } from "./support/load-files.js";

const load = (yaml: string, env: Record<string, string> = {}, file = "headwater.yml") =>
  loadFiles({ [file]: yaml, "bad.json": "{" }, { env });

interface Fault {
  readonly yaml: string;
  readonly code: string;
  /** What the place of the fault marks. */
  readonly marks: string;
  readonly says?: string;
  readonly hint?: string;
}

const inSql = (tag: string): string => `models:\n  - name: m\n    sql: |\n      select ${tag}\n`;

const UNSUPPORTED: Record<string, Omit<Fault, "yaml"> & { readonly tag: string }> = {
  include: {
    tag: "{% include 'a.yml' %}",
    code: "jinja-failed",
    marks: "include 'a.yml'",
    says: "`includes`",
  },
  import: {
    tag: "{% import 'a' as b %}",
    code: "jinja-failed",
    marks: "import 'a' as b",
    says: "`includes`",
  },
  "from import": {
    tag: "{% from 'a' import b %}",
    code: "jinja-failed",
    marks: "from 'a' import b",
    says: "`includes`",
  },
  extends: {
    tag: "{% extends 'a' %}",
    code: "jinja-failed",
    marks: "extends 'a'",
    says: "`includes`",
  },
  break: {
    tag: "{% for i in [1] %}{% break %}{% endfor %}",
    code: "jinja-unknown",
    marks: "break",
    hint: "{% for x in items if … %}",
  },
  continue: {
    tag: "{% for i in [1] %}{% continue %}{% endfor %}",
    code: "jinja-unknown",
    marks: "continue",
    hint: "{% for x in items if … %}",
  },
  "str.format": {
    tag: "{{ '{}'.format(1) }}",
    code: "jinja-unknown",
    marks: ".format(1)",
    hint: "'%s of %d' | format(a, b)",
  },
  "the operator % on text": {
    tag: "{{ '%s' % 'x' }}",
    code: "jinja-failed",
    marks: "'%s' % 'x'",
    says: "'%s' | format(x)",
  },
  "text + number": { tag: "{{ 'a' + 1 }}", code: "jinja-failed", marks: "'a' + 1", says: "`~`" },
  "list.append": {
    tag: "{% set l = [] %}{{ l.append(1) }}",
    code: "jinja-unknown",
    marks: ".append(1)",
    hint: "items + [x]",
  },
  "dict.update": {
    tag: "{% do {}.update({}) %}",
    code: "jinja-unknown",
    marks: ".update({})",
    hint: "dict(a, **b)",
  },
  "get with a default": {
    tag: "{{ {'a': 1}.get('b', 2) }}",
    code: "jinja-unknown",
    marks: ".get('b', 2)",
    hint: "default(…)",
  },
  "datetime.strftime": {
    tag: "{{ now().strftime('%Y') }}",
    code: "jinja-unknown",
    marks: ".strftime('%Y')",
    hint: "now() | strftime",
  },
  "a list comprehension": {
    tag: "{{ [x for x in [1]] }}",
    code: "jinja-syntax",
    marks: "for",
    says: "list comprehensions",
  },
  "set of two names": {
    tag: "{% set a, b = 1, 2 %}",
    code: "jinja-syntax",
    marks: ",",
    says: "one name",
  },
  "attributes of the host": {
    tag: "{{ now.__globals__ }}",
    code: "jinja-undefined",
    marks: "now.__globals__",
  },
  "classes of Python": {
    tag: "{{ ''.__class__ }}",
    code: "jinja-undefined",
    marks: "''.__class__",
  },
  debug: {
    tag: "{{ debug() }}",
    code: "jinja-failed",
    marks: "debug()",
    says: "write out the value",
  },
  lipsum: { tag: "{{ lipsum() }}", code: "jinja-unknown", marks: "lipsum()", hint: "text itself" },
  "an unknown filter": {
    tag: "{{ 'a' | uper }}",
    code: "jinja-unknown",
    marks: "uper",
    hint: "`upper`",
  },
  "an unknown test": { tag: "{{ 1 is evn }}", code: "jinja-unknown", marks: "evn", hint: "`even`" },
  "dbt's ref": {
    tag: "{{ ref('orders') }}",
    code: "jinja-unknown",
    marks: "ref('orders')",
    hint: "without braces",
  },
};

const MISTAKES: Record<string, Fault> = {
  "an undefined name": {
    yaml: inSql("{{ tabel }}").replace("models:", "{% set table = 1 %}\nmodels:"),
    code: "jinja-undefined",
    marks: "tabel",
    hint: "`table`",
  },
  "an undefined name in text that is put together": {
    yaml: inSql("{{ 'a' ~ tabel }}"),
    code: "jinja-undefined",
    marks: "tabel",
  },
  "an undefined name in a list": {
    yaml: inSql("{{ [1, tabel] | join }}"),
    code: "jinja-undefined",
    marks: "tabel",
  },
  "an undefined name that is compared": {
    yaml: inSql("{{ 1 if tabel == 'x' else 2 }}"),
    code: "jinja-undefined",
    marks: "tabel",
  },
  "an undefined name in a macro": {
    yaml: `{% macro m(a) %}\n  {{ a }}{{ nope }}\n{% endmacro %}\n${inSql("{{ m(1) }}")}`,
    code: "jinja-undefined",
    marks: "nope",
  },
  "a failure in a macro": {
    yaml: `{% macro m(a) %}\n  {{ a + 1 }}\n{% endmacro %}\n${inSql("{{ m('x') }}")}`,
    code: "jinja-failed",
    marks: "a + 1",
  },
  "a macro with too many arguments": {
    yaml: `{% macro m(a) %}{{ a }}{% endmacro %}\n${inSql("{{ m(1, 2) }}")}`,
    code: "jinja-failed",
    marks: "m(1, 2)",
    says: "too many arguments",
  },
  "a loop that is not closed": {
    yaml: "models:\n# {% for r in [1] %}\n  - { name: m, sql: select 1 }\n",
    code: "jinja-syntax",
    marks: "{% for r in [1] %}",
    says: "`{% endfor %}`",
  },
  "a condition that is not closed": {
    yaml: "models:\n  {% if true %}\n  - { name: m, sql: select 1 }\n",
    code: "jinja-syntax",
    marks: "{% if true %}",
    says: "`{% endif %}`",
  },
  "an end that ends nothing": {
    yaml: "models:\n  - { name: m, sql: select 1 }\n# {% endfor %}\n",
    code: "jinja-syntax",
    marks: "endfor",
  },
  "a tag that is not closed": {
    yaml: inSql("{{ 1"),
    code: "jinja-syntax",
    marks: "{{",
    says: "not closed",
  },
  "a file outside the project": {
    yaml: inSql("{{ read_json_file('/etc/hostname') }}"),
    code: "jinja-failed",
    marks: "read_json_file('/etc/hostname')",
    says: "outside the project",
  },
  "a file that climbs out": {
    yaml: inSql("{{ read_json_file('../../etc/hostname') }}"),
    code: "jinja-failed",
    marks: "read_json_file('../../etc/hostname')",
  },
  "a file that is not there": {
    yaml: inSql("{{ read_json_file('no.json') }}"),
    code: "jinja-failed",
    marks: "read_json_file('no.json')",
    says: "there is no file",
  },
  "a file that is no JSON": {
    yaml: inSql("{{ read_json_file('bad.json') }}"),
    code: "jinja-failed",
    marks: "read_json_file('bad.json')",
    says: "not valid JSON",
  },
  "a variable with two defaults": {
    yaml: inSql("{{ env_var('A', 'b', 'c') }}"),
    code: "jinja-failed",
    marks: "env_var('A', 'b', 'c')",
    says: "one default",
  },
  "an unset variable in a condition": {
    yaml: "models:\n# {% if env_var('NOPE') == 'x' %}\n  - { name: m, sql: select 1 }\n# {% endif %}\n",
    code: "environment-variable-needed",
    marks: "env_var('NOPE')",
  },
  "an unset variable that is calculated with": {
    yaml: inSql("{{ env_var('NOPE') | int + 1 }}"),
    code: "environment-variable-needed",
    marks: "env_var('NOPE')",
  },
  "an unknown date format": {
    yaml: inSql("{{ now() | strftime('%Q') }}"),
    code: "jinja-failed",
    marks: "strftime('%Q')",
    says: "`%Q`",
  },
};

const FAULTS: Record<string, Fault> = {
  ...Object.fromEntries(
    Object.entries(UNSUPPORTED).map(([name, { tag, ...fault }]) => [
      `${name}, which is not supported`,
      { ...fault, yaml: inSql(tag) },
    ]),
  ),
  ...MISTAKES,
};

for (const [name, { yaml, code, marks, says, hint }] of Object.entries(FAULTS)) {
  test(`${name} is told once, at its place`, async () => {
    const { diagnostics } = await load(yaml);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
    const [told] = diagnostics;
    expect(marked(yaml, told)).toBe(marks);
    if (says !== undefined) expect(told?.message).toContain(says);
    if (hint !== undefined) expect(told?.hint).toContain(hint);
  });
}

/** The text of the source at the place of a diagnostic. */
function marked(yaml: string, told: Diagnostic | undefined): string {
  const lines = yaml.split("\n");
  const { start, end } = told?.at ?? { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const offset = ({ line, column }: typeof start) =>
    lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  return yaml.slice(offset(start), offset(end));
}

test("in compat mode undefined names are empty text with a warning each, however they are used", async () => {
  const yaml = `models:\n  - { name: m, sql: "select '{{ a }}', '{{ 'x' ~ b }}', {{ 1 if c == 'x' else 2 }}" }\n`;
  const project = await load(yaml, {}, "project.visivo.yml");
  const told = project.diagnostics.filter(({ code }) => code === "jinja-undefined-is-empty");
  expect(told.map((diagnostic) => [diagnostic.severity, marked(yaml, diagnostic)])).toEqual([
    ["warning", "a"],
    ["warning", "b"],
    ["warning", "c"],
  ]);
  expect(project.models[0]).toMatchObject({ sql: "select '', 'x', 2" });
});

test("names that tags, tests and defaults allow for are no faults", async () => {
  const yaml = `{% macro m(a, b=[1, 2], c=none) %}{{ a ~ b[0] ~ c }}{{ caller() if caller is defined else '' }}{% endmacro %}
{% set ns = namespace(x=1) %}{% set ns.x = 2 %}
{% with p = 1, q = {'k': 1} %}{% for k, v in q | items recursive %}# {{ loop.index ~ k ~ v ~ p }}{% endfor %}{% endwith %}
# {{ m('x', c=3) }} {{ maybe is defined }} {{ 'a' ~ (maybe if maybe is defined else 'b') }} {{ [later | default(1)] }}
# {% call(item) m(1) %}{{ 'y' ~ item }}{% endcall %} {% filter upper | trim %}x{% endfilter %} {{ dict(key=1) }}
name: fine\n`;
  // A macro whose caller takes an argument is called without one here.
  const { diagnostics } = await load(yaml.replace("{{ 'y' ~ item }}", "{{ 'y' }}"));
  expect(diagnostics).toEqual([]);
});

test("objects that a loop names twice are told at both repetitions", async () => {
  const { diagnostics } = await load(
    "sources: [{ name: db, type: sqlite, database: a }]\nmodels:\n# {% for r in ['a', 'b', 'a'] %}\n  - name: sales {{ r }}\n    sql: select 1\n# {% endfor %}\n",
  );
  const [told] = diagnostics;
  expect(told).toMatchObject({
    code: "duplicate-name",
    at: { start: { line: 4, column: 11 }, note: expect.stringContaining("repetition 3") },
    related: [
      { at: { start: { line: 4, column: 11 }, note: expect.stringContaining("repetition 1") } },
    ],
  });
});

test("a fault that a loop repeats is told with the repetition that it is in", async () => {
  const line =
    "  - { name: m{{ loop.index }}, args: [a], columns: [{ name: x, type: {{ type }} }] }";
  const { diagnostics } = await load(
    `models:\n# {% for type in ['int64', 'integer'] %}\n${line}\n# {% endfor %}\n`,
  );
  const start = { line: 3, column: line.indexOf("{{ type }}") + 1 };
  const note = expect.stringMatching(/`\{\{ type \}\}` \(repetition 2\)/);
  expect(diagnostics).toMatchObject([{ code: "wrong-choice", at: { start, note } }]);
});

test("a fault in what a macro wrote is told at its call", async () => {
  const { diagnostics } = await load(
    "{% macro model(name) %}\n  - name: {{ name }}\n    sqll: select 1\n{% endmacro %}\nmodels:\n{{ model('a') }}\n",
  );
  expect(diagnostics.map(({ code }) => code)).toContain("unknown-key");
  const told = diagnostics.find(({ code }) => code === "unknown-key");
  expect(told?.at).toMatchObject({
    start: { line: 6, column: 1 },
    note: expect.stringContaining("model('a')"),
  });
});

const renderer = createRenderer();
afterAll(() => renderer.close());

const BOMBS: Record<string, string> = {
  "loops in loops":
    "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}",
  "a range of everything": "{% for a in range(10 ** 9) %}x{% endfor %}",
  "text a billion times": "{{ 'a' * 10 ** 9 }}",
  "text that doubles":
    "{% set ns = namespace(t='aaaaaaaaaaaaaaaa') %}{% for i in range(60) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}{{ ns.t }}",
  "an indent without end": "{{ 'a\nb' | indent(10 ** 9) }}",
  "a replacement that grows": "{{ ('a' * 100000) | replace('a', 'b' * 100000) }}",
  "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
  "macros that double":
    "{% macro a(n) %}{% if n > 0 %}{{ a(n - 1) }}{{ a(n - 1) }}{% endif %}{% endmacro %}{{ a(40) }}",
  "deep brackets": `{{ ${"[".repeat(5000)}${"]".repeat(5000)} }}`,
  "much text": "{% for a in range(3000) %}{{ 'x' * 10000 }}{% endfor %}",
  "a power tower": "{{ 9 ** 99999 }}",
  "a wide format": "{{ '%999999999s' | format('x') }}",
};

for (const [name, source] of Object.entries(BOMBS)) {
  test(`a template with ${name} ends with an error, and the next one renders`, async () => {
    const request = {
      variables: {},
      folders: ["/nowhere"],
      root: "/nowhere",
      now: 0,
      lenient: false,
    };
    const { problems, text } = await renderer.render({ ...request, source });
    expect(text).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(["exhausted", "failed", "syntax"]).toContain(problems[0]?.kind);
    expect((await renderer.render({ ...request, source: "{{ 1 + 1 }}" })).text).toBe("2");
  });
}
