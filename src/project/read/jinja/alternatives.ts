/** Things of other engines that this one lacks, and what to write instead. */

const INSTEAD: Readonly<Record<string, string>> = {
  "tag break":
    "Choose the items instead: `{% for x in items if … %}`, or a slice such as `items[:3]`.",
  "tag continue": "Choose the items instead: `{% for x in items if … %}`.",
  "tag do": "Assign instead: `{% set items = items + [x] %}`.",
  "tag trans": "Write the text itself; templates are not translated.",
  "tag debug": "Write out the value that you want to see, in a YAML comment for instance.",
  "tag while": "Loop over `range(…)`.",
  "method format": "Use the filter: `{{ '%s of %d' | format(a, b) }}`.",
  "method strftime":
    "Dates are Unix seconds: use the filter, `{{ now() | strftime('%Y-%m-%d') }}`.",
  "method isoformat": "Dates are Unix seconds: `{{ to_iso(now()) }}`.",
  "method append":
    "Lists do not change: `{% set items = items + [x] %}`, inside a loop with `namespace`.",
  "method extend":
    "Lists do not change: `{% set items = items + more %}`, inside a loop with `namespace`.",
  "method update": "Dictionaries do not change: `{{ dict(a, **b) }}` is a new one of both.",
  "method get": "It takes the key alone; for another value use `{{ x.key | default(…) }}`.",
  "method zfill": "Use the filter: `{{ '%03d' | format(n) }}`.",
  "filter wordcount": "`{{ text.split() | length }}` counts words.",
  "filter center": "`{{ '%20s' | format(text) }}` pads on the left, `'%-20s'` on the right.",
  "filter zip":
    "Loop over the places: `{% for i in range(a | length) %}{{ a[i] }}{{ b[i] }}{% endfor %}`.",
  "filter random": "The same files always give the same project: choose by hand.",
  "filter date": "Use `strftime`: `{{ now() | strftime('%Y-%m-%d') }}`.",
  "filter fromjson": "`read_json_file('file.json')` reads JSON.",
  "filter from_json": "`read_json_file('file.json')` reads JSON.",
  "function open": "`read_json_file('file.json')` reads a JSON file of the project.",
  "function ref": "References are written without braces: `ref(name)`.",
  "function lipsum": "Write the text itself.",
  "function var": "Use an environment variable: `{{ env_var('NAME') }}`, or `{% set … %}`.",
  "function config": "This is dbt's; it has no meaning here.",
};

/** A hint for a name that the engine lacks. */
export function insteadOf(what: string, name: string): string | undefined {
  const key = `${what} ${name}`;
  return Object.hasOwn(INSTEAD, key) ? INSTEAD[key] : undefined;
}

/**
 * Python that templates are tried with; the engine's own words do not say what to write instead.
 */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [
    /^tried to use % operator on unsupported types string/,
    "`%` is arithmetic only; write `{{ '%s' | format(x) }}`",
  ],
  [
    /^tried to use \+ operator on unsupported types (?:string and number|number and string)/,
    "text and numbers are put together with `~`, not with `+`",
  ],
  [
    /^unexpected `,`, expected assignment operator/,
    "`set` gives one name a value; write a `{% set %}` for each",
  ],
  [
    /^unexpected identifier, expected `,`/,
    "a comma is missing here; list comprehensions are not known, use `map`, `select` or a loop",
  ],
];

/** The engine's words, or better ones. */
export function plainProblem(problem: string): string {
  return PHRASES.find(([pattern]) => pattern.test(problem))?.[1] ?? problem;
}
