import { expect, test } from "vitest";
import { isMap, isScalar, parseDocument, visit, type Document } from "yaml";
import { locateRendered } from "../positions.js";
import type { RenderReply } from "./render-messages.js";
import { renderTemplate } from "./render-template.js";

const VARIABLES = { X: "value-of-x", PASSWORD: "p\"'\\ #: ${env.X}" };

function render(source: string, lenient = false): RenderReply {
  return renderTemplate({
    source,
    variables: VARIABLES,
    folders: ["/nowhere"],
    root: "/nowhere",
    now: 1_732_398_000,
    lenient,
  });
}

function textOf(source: string): string {
  const { text, problems } = render(source);
  expect(problems).toEqual([]);
  return text ?? "";
}

/** The place of each key of the rendered text: `name line:column note`. */
function placesOf(source: string): string[] {
  const reply = render(source);
  expect(reply.problems).toEqual([]);
  if (reply.text === undefined || !reply.map) throw new Error("the template has no map");
  const locate = locateRendered("f.yml", source, reply.map);
  const places: string[] = [];
  visit(parsed(reply.text), {
    Pair(_, { key }) {
      if (!isScalar(key) || !key.range) return;
      const { start, note } = locate(key.range[0], key.range[1]);
      places.push(`${String(key.value)} ${start.line}:${start.column}${note ? ` ${note}` : ""}`);
    },
  });
  return places;
}

function parsed(text: string): Document {
  const document = parseDocument(text, { uniqueKeys: false });
  expect(document.errors).toEqual([]);
  expect(isMap(document.contents)).toBe(true);
  return document;
}

/** Keys are called after their own place, such as `k3_5`: line 3, column 5. */
const OWN_PLACE: Record<string, string> = {
  "plain text": `a1_1: 1\nb2_1:\n  c3_3: [1, {d3_14: 2}]\n{{ '' }}`,
  "a loop": `items1_1:\n{% for n in range(2) %}\n  - k3_5: {{ n }}\n    m4_5: 1\n{% endfor %}\nz6_1: 1\n`,
  "a loop that trims": `items1_1:\n{%- for n in range(2) %}\n  - k3_5: {{ n }}\n    m4_5: 1\n{%- endfor %}\nz6_1: 1\n`,
  "a loop in a comment of YAML": `# {% for n in range(2) %}\nk2_1_{{ n }}: 1\n# {% endfor %}\nz4_1: 1\n`,
  "a loop in one line": `x1_1: [{% for n in range(3) %}{{ n }}{{ ', ' if not loop.last }}{% endfor %}]\ny2_1: 1\n`,
  "a dictionary over several lines": `{% set cfg = {\n  'a': 1,\n  'b': {'c': 2}\n} %}\nk5_1: {{ cfg.b.c }}\nz6_1: 1\n`,
  "a set block that is measured": `{% set x %}\nabc\n{% endset %}\nlen4_1: {{ x | length }}\nz5_1: {{ 'same' if x == '\\nabc\\n' else 'other' }}\n`,
  "comments of Jinja": `a1_1: 1 {# one\n two {{ nope }}\n #}\nb4_1: 2\n{#- x #}\nc6_1: 3\n`,
  "raw text": `a1_1: "{% raw %}{{ x }}{% endraw %}"\n{% raw %}\nb3_1: '{% for %}'\n{% endraw %}\nd5_1: 1\n`,
  "filters and strings with brackets": `a1_1: {{ "}}" | tojson }}\nb2_1: {{ '%}' | tojson | upper }}\nz3_1: 1\n`,
  "a block scalar": `sql1_1: |\n  select *\n  {% if true %}\n  from t\n  {% endif %}\nz6_1: 1\n`,
  branches: `{% if false %}\na2_1: 1\n{% elif true %}\nb4_1: 1\n{% else %}\nc6_1: 1\n{% endif %}\nz8_1: 1\n`,
  "Windows line ends": `a1_1: 1\r\n{% for n in range(1) %}\r\nb3_1: 1\r\n{% endfor %}\r\nz5_1: 1\r\n`,
  "characters outside the basic plane": `é1_1: "日本 😀"\n{% for n in range(1) %}\n😀3_1: {😀3_9: 1}\n{% endfor %}\n`,
  "set, with and namespace": `a1_1: {% set q = 'x' %}{{ q }}\n{% with w = 1 %}\nb3_1: {{ w }}\n{% endwith %}\n{% set ns = namespace(i=0) %}{% for r in range(2) %}{% set ns.i = ns.i + 1 %}\nc6_1_{{ ns.i }}: 1\n{% endfor %}\n`,
  "tags that trim both sides": `a1_1:\n    {{- ' 5' }}\nb3_1: 6\nc4_1: {{ 7 -}}   \n\n{{ '\\n' }}\n`,
};

for (const [name, source] of Object.entries(OWN_PLACE)) {
  test(`the text's own lines keep their places through ${name}`, () => {
    const places = placesOf(source);
    expect(places.length).toBeGreaterThan(0);
    for (const place of places) {
      const [, line, column, shown] = /(\d+)_(\d+)\S* (\d+:\d+)/.exec(place) ?? [];
      expect(`${place.split(" ")[0]} at ${shown}`).toBe(
        `${place.split(" ")[0]} at ${line}:${column}`,
      );
    }
  });
}

test("what a tag produced is placed at the tag, and says so", () => {
  const source = `{% macro m(n) %}\n  a_{{ n }}: 1\n  b:\n    c: 2\n{% endmacro %}\nroot:\n{{ m('p') }}\nz8_1: 1\n`;
  const note = "in text produced by `{{ m('p') }}`";
  expect(placesOf(source)).toEqual([
    "root 6:1",
    `a_p 7:1 ${note}`,
    `b 7:1 ${note}`,
    `c 7:1 ${note}`,
    "z8_1 8:1",
  ]);
});

test("filter, call and set blocks and recursive loops are placed where they are written", () => {
  const filter = `root:\n{% filter indent(2, true) %}\na: 1\n{% endfilter %}\nz: 1\n`;
  expect(placesOf(filter)).toEqual([
    "root 1:1",
    "a 2:1 in text produced by `{% filter indent(2, true) %}`",
    "z 5:1",
  ]);
  const call = `{% macro w() %}{{ caller() }}{% endmacro %}\n{% call w() %}\na: 1\n{% endcall %}\nz: 1\n`;
  expect(placesOf(call)[0]).toBe("a 2:1 in text produced by `{% call w() %}`");
  const set = `{% set b %}\na: 1\n{% endset %}\n{{ b }}z: 1\n`;
  expect(placesOf(set)).toEqual(["a 4:1 in text produced by `{{ b }}`", "z 4:8"]);
  const recursive = `t:\n{% for n in [{'n': 'a', 'c': []}] recursive %}\n  - {{ n.n }}: 1\n{{ loop(n.c) }}{% endfor %}z: 1\n`;
  expect(placesOf(recursive)[1]).toMatch(/^a 2:1 in text produced by/);
});

test("lines that a loop repeats are counted", () => {
  const source = `t:\n{% for n in range(2) %}\n  - k: {{ n }}\n{% endfor %}\nz: 1\n`;
  expect(placesOf(source)).toEqual([
    "t 1:1",
    "k 3:5 (repetition 1)",
    "k 3:5 (repetition 2)",
    "z 5:1",
  ]);
});

test("long tags are abbreviated in notes", () => {
  const source = `{{ "a: 1 # ${"x".repeat(80)}" }}\n`;
  expect(placesOf(source)[0]).toMatch(/^a 1:1 in text produced by `\{\{ "a: 1 # x{40,50}…`$/);
});

test("the end of a range is as exact as its start", () => {
  const source = `a: {{ 1 }}{{ 2 }}  # c\nlong: 'text {{ 3 }} more'\n`;
  const { text = "", map } = render(source);
  if (!map) throw new Error("the template has no map");
  const locate = locateRendered("f.yml", source, map);
  const quoted = text.indexOf("'");
  expect(locate(quoted, text.lastIndexOf("'") + 1)).toEqual({
    file: "f.yml",
    start: { line: 2, column: 7 },
    end: { line: 2, column: 26 },
  });
  expect(locate(3, 5).end).toEqual({ line: 1, column: 18 });
});

test("functions of Visivo 1.0 give the values that it gave", () => {
  expect(textOf("{{ now() | int }} {{ now() - timedelta(days=7) }}")).toBe("1732398000 1731793200");
  expect(textOf("{{ to_iso(1609459200) }}")).toBe("2021-01-01");
  expect(textOf("{{ to_iso(1609459201.5) }}")).toBe("2021-01-01T00:00:01.500000+00:00");
  expect(textOf("{{ to_unix('Dec 31, 2024') | int }} {{ to_unix('2024-12-31') | int }}")).toBe(
    "1735603200 1735603200",
  );
  expect(textOf("{{ to_str_format(1609459200, '%Y-%m-%d %H:%M:%S') }}")).toBe(
    "2021-01-01 00:00:00",
  );
  expect(textOf("{{ (now() - timedelta(days=1)) | strftime('%A') }}")).toBe("Friday");
  expect(textOf("{{ '%s is %05.1f%%' | format('x', 3.14159) }}")).toBe("x is 003.1%");
  expect(textOf("{{ '%(a)s' | format(a=1) }}")).toBe("1");
});

test("text of a file called .yml is not escaped as JSON", () => {
  expect(textOf("{{ 'a' }} {{ [1, 'b'] | tojson }}")).toBe('a [1,"b"]');
});

interface Mistake {
  readonly source: string;
  readonly kind: string;
  /** What the problem's place marks in the source. */
  readonly marks: string;
  readonly says?: unknown;
}

const MISTAKES: Record<string, Mistake> = {
  "an undefined name": { source: "a: 1\nb: {{ foo }}", kind: "undefined", marks: "foo" },
  "an attribute of nothing": { source: "{{ {}.a.b }}", kind: "undefined", marks: ".a.b" },
  "an unknown function": { source: "é{{ nofn(1) }}", kind: "unknown", marks: "nofn(1)" },
  "an unknown filter": { source: "{{ 'x' | uper }}", kind: "unknown", marks: "uper" },
  "an unknown test": { source: "{{ 1 is nope }}", kind: "unknown", marks: "nope" },
  "an unknown tag": { source: "a: 1\n{% fro x in y %}", kind: "unknown", marks: "fro" },
  "an unclosed loop": {
    source: "a: 1\n{% for x in [1] %}\nb: 1\n",
    kind: "syntax",
    marks: "{% for x in [1] %}",
  },
  "an unclosed tag": { source: "a: 1\nb: {{ x\nc: 1", kind: "syntax", marks: "{{" },
  "an unclosed comment": { source: "a: 1\n{# b\n\nc: 1", kind: "syntax", marks: "{#" },
  "an end without a start": { source: "a: 1\n{% endif %}", kind: "syntax", marks: "endif" },
  "a sum of unlike things": { source: "a: 1\nb: {{ 1 + 'x' }}", kind: "failed", marks: "1 + 'x'" },
  "an error inside a macro": {
    source: "{% macro m() %}\n {{ zz }}\n{% endmacro %}\n{{ m() }}",
    kind: "undefined",
    marks: "zz",
  },
  "an include of Jinja": {
    source: "a: 1\n{% include 'x.yml' %}",
    kind: "failed",
    marks: "include 'x.yml'",
    says: expect.stringContaining("`includes`"),
  },
  "a date that is none": {
    source: "a: {{ to_unix('soon') }}",
    kind: "failed",
    marks: "to_unix('soon')",
    says: "the text is not a date that can be read",
  },
  "an unknown unit": {
    source: "a: {{ timedelta(month=1) }}",
    kind: "failed",
    marks: "timedelta(month=1)",
    says: "`timedelta` has no unit `month`",
  },
  "a file outside the project": {
    source: "a: {{ read_json_file('/etc/passwd') }}",
    kind: "failed",
    marks: "read_json_file('/etc/passwd')",
    says: "`/etc/passwd` lies outside the project's folder",
  },
};

for (const [name, { source, kind, marks, says }] of Object.entries(MISTAKES)) {
  test(`${name} is reported with its place`, () => {
    const { problems, text } = render(source);
    expect(text).toBeUndefined();
    expect(problems).toHaveLength(1);
    const [problem] = problems;
    expect(problem?.kind).toBe(kind);
    expect(source.slice(problem?.start, problem?.end)).toBe(marks);
    if (says !== undefined) expect(problem).toMatchObject({ problem: says });
  });
}

test("a failed call leaves the engine usable, and the next template renders", () => {
  expect(render("{{ to_unix('soon') }}").problems).toHaveLength(1);
  expect(textOf("{{ 1 + 1 }}")).toBe("2");
});

test("a template that loops for too long is stopped", () => {
  const source = "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}";
  expect(render(source).problems).toMatchObject([{ kind: "exhausted", resource: "time" }]);
});

test("values of the environment are struck out of the engine's words", () => {
  const source =
    "{% macro m(a) %}{% endmacro %}{{ m(**{env_var('X') ~ 'y': 1}) }}{{ (env_var('X') ~ 1) | int }}";
  expect(JSON.stringify(render(source).problems)).not.toContain(VARIABLES.X);
});

test("in lenient mode undefined names are empty, each with a warning", () => {
  const { text, problems } = render("a: {{ foo }}\nb: {{ bar }}{{ foo }}\n", true);
  expect(text).toBe("a: \nb: \n");
  expect(problems).toMatchObject([
    { kind: "undefined-is-empty", name: "foo", start: 6 },
    { kind: "undefined-is-empty", name: "bar", start: 19 },
  ]);
});
