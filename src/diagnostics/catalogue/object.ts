import { define } from "../definition.js";

/** The objects of a project: their fields, references and relations. */
export const objectCodes = () => ({
  "unknown-reference": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `Nothing in this project is named \`${name}\`.`,
  }),
  "unknown-key": define<{ key: string; what: string }>({
    severity: "error",
    message: ({ key, what }) => `\`${key}\` is not a field of ${what}.`,
  }),
  "unknown-key-ignored": define<{ key: string; what: string }>({
    severity: "warning",
    message: ({ key, what }) => `\`${key}\` is not a field of ${what} and is ignored.`,
  }),
  "ignored-key": define<{ key: string }>({
    severity: "warning",
    message: ({ key }) => `\`${key}\` has no effect and can be removed.`,
  }),
  "field-given-twice": define<{ key: string; alias: string }>({
    severity: "error",
    message: ({ key, alias }) =>
      key === alias
        ? `\`${key}\` is given under two names.`
        : `\`${alias}\` is another name for \`${key}\`, which is given as well.`,
    hint: () => "Keep one of them.",
  }),
  "missing-field": define<{ what: string; key: string; written?: boolean | undefined }>({
    severity: "error",
    message: ({ what, key, written }) =>
      `${capitalised(what)} needs \`${key}\`, which ${written ? "has no value" : "is missing"} here.`,
    hint: ({ key, written }) => (written ? undefined : `Add \`${key}: …\`.`),
  }),
  "wrong-type": define<{ field: string; expected: string; got: string }>({
    severity: "error",
    message: ({ field, expected, got }) => `\`${field}\` needs ${expected}, but this is ${got}.`,
  }),
  "wrong-choice": define<{ field: string; value: string; choices: readonly string[] }>({
    severity: "error",
    message: ({ field, value }) => `\`${value}\` is not a value of \`${field}\`.`,
    hint: ({ choices }) =>
      `Possible values: ${choices.map((choice) => `\`${choice}\``).join(", ")}.`,
  }),
  "wrong-value": define<{ field: string; reason: string }>({
    severity: "error",
    message: ({ field, reason }) => `The value of \`${field}\` is not valid: ${reason}`,
  }),
  "path-pattern-wrong": define<{ field: string; reason: string }>({
    severity: "error",
    message: ({ field, reason }) => `The pattern of \`${field}\` is not valid: ${reason}`,
  }),
  "option-format-unfit": define<{ option: string; format: string; formats: readonly string[] }>({
    severity: "error",
    message: ({ option, format }) => `\`${option}\` has no meaning for \`format: ${format}\`.`,
    hint: ({ option, formats }) => {
      const names = formats.map((name) => `\`${name}\``).join(", ");
      return `It is for ${names}: remove \`${option}\`, or correct \`format\`.`;
    },
  }),
  "out-of-range": define<{
    field: string;
    value: number;
    least?: number | undefined;
    most?: number | undefined;
  }>({
    severity: "error",
    message: ({ field, value, least, most }) => {
      const bounds = [
        least === undefined ? undefined : `at least ${least}`,
        most === undefined ? undefined : `at most ${most}`,
      ];
      const range = bounds.filter((bound) => bound !== undefined).join(" and ");
      return `\`${field}\` must be ${range}, but this is ${value}.`;
    },
  }),
  "value-raised": define<{ field: string; value: number; least: number }>({
    severity: "warning",
    message: ({ field, value, least }) =>
      `\`${field}\` is ${value}, which version 1.0 let pass; it is taken for ${least}.`,
    hint: ({ field, least }) => `Write \`${field}: ${least}\` or more.`,
  }),
  "unknown-time-zone": define<{ zone: string }>({
    severity: "error",
    message: ({ zone }) => `\`${zone}\` is not a time zone.`,
    hint: () => "Use a name of the IANA database, such as `Europe/Berlin`.",
  }),
  "wrong-name": define({
    severity: "error",
    message: () => "A name has 1 to 128 characters, none of them a control character.",
  }),
  "duplicate-name": define<{ name: string; kind: string; other: string; otherKind: string }>({
    severity: "error",
    message: ({ name, kind, other, otherKind }) =>
      name === other
        ? `The name \`${name}\` of this ${kind} is already that of ${otherKind}.`
        : `The name \`${name}\` of this ${kind} differs only in case from \`${other}\`, ${otherKind}.`,
    hint: () =>
      "Objects of one kind have different names, as do models and traces, and all that a selector may show. Rename one of them.",
  }),
  "name-differs-in-case": define<{ name: string; other: string }>({
    severity: "warning",
    message: ({ name, other }) =>
      `The names \`${name}\` and \`${other}\` differ only in case, as version 1.0 allowed.`,
    hint: () => "Rename one of them: a merge cannot join two models whose names are so alike.",
  }),
  "not-a-reference": define<{ field: string; text: string }>({
    severity: "error",
    message: ({ field, text }) => `\`${field}\` needs a reference, but \`${text}\` is plain text.`,
    hint: ({ text }) => (/^[\w '"-]{1,128}$/.test(text) ? `Write \`ref(${text})\`.` : undefined),
  }),
  "wrong-reference-kind": define<{ name: string; kind: string; needed: string }>({
    severity: "error",
    message: ({ name, kind, needed }) => `\`${name}\` is ${kind}, but ${needed} is needed here.`,
  }),
  "unknown-path": define<{ path: string }>({
    severity: "error",
    message: ({ path }) => `\`\${${path}}\` does not lead to an object of this project.`,
    hint: () => "Refer to the object by its name: `ref(name)`.",
  }),
  "reference-rest-ignored": define<{ rest: string }>({
    severity: "warning",
    message: ({ rest }) => `\`${rest}\` after the reference has no effect here.`,
  }),
  cycle: define<{ names: readonly string[] }>({
    severity: "error",
    message: ({ names }) => `These objects need each other: ${names.join(" → ")}.`,
    hint: () => "Break the circle by removing one of the references.",
  }),
  "no-source": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` names no source and the project has no default one.`,
    hint: () => "Add `source: ref(…)` to the model, or `source_name` to `defaults`.",
  }),
  "unknown-default-source": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `The default source \`${name}\` does not exist.`,
  }),
  "unknown-source-type": define<{ type: string }>({
    severity: "error",
    message: ({ type }) => `\`${type}\` is not a type of source.`,
  }),
  "wrong-source": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => `The settings of this source do not go together: ${reason}`,
  }),
  "missing-variable": define<{ variable: string }>({
    severity: "error",
    message: ({ variable }) => `The environment variable \`${variable}\` is not set.`,
    hint: ({ variable }) => `Set \`${variable}\` in the environment or in \`.env\`.`,
  }),
  "unset-variable": define<{ variable: string }>({
    severity: "warning",
    message: ({ variable }) =>
      `The environment variable \`${variable}\` is not set; what uses it cannot run.`,
    hint: ({ variable }) => `Set \`${variable}\` in the environment or in \`.env\`.`,
  }),
  "model-without-sql": define<{ source: string; type: string }>({
    severity: "error",
    message: ({ source, type }) =>
      `A model on \`${source}\` needs \`sql\`: only sources that are files have one table, and this one is of type \`${type}\`.`,
  }),
  "bare-expression": define<{ field: string; text: string }>({
    severity: "error",
    message: ({ field }) => `\`${field}\` needs an SQL expression between \`?{\` and \`}\`.`,
    hint: ({ text }) => (text.length <= 60 ? `Write \`?{ ${text} }\`.` : undefined),
  }),
  "bare-expression-dropped": define<{ field: string; text: string }>({
    severity: "warning",
    message: ({ field }) =>
      `\`${field}\` is not an SQL expression between \`?{\` and \`}\` and is dropped, as version 1.0 did.`,
    hint: ({ text }) => (text.length <= 60 ? `Write \`?{ ${text} }\`.` : undefined),
  }),
  "broken-expression": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => reason,
  }),
  "empty-expression": define<{ field: string }>({
    severity: "error",
    message: ({ field }) => `\`${field}\` holds no SQL.`,
  }),
  "unknown-trace-type": define<{ type: string }>({
    severity: "error",
    message: ({ type }) => `\`${type}\` is not a type of trace.`,
  }),
  "replaced-trace-type": define<{ type: string; successor: string }>({
    severity: "warning",
    message: ({ type, successor }) =>
      `The trace type \`${type}\` no longer exists; it is drawn as \`${successor}\`.`,
    hint: ({ successor }) => `Write \`type: ${successor}\`.`,
  }),
  "unknown-column": define<{ column: string }>({
    severity: "error",
    message: ({ column }) => `\`${column}\` is not one of this trace's \`columns\`.`,
  }),
  "unknown-format-column": define<{ key: string }>({
    severity: "error",
    message: ({ key }) =>
      `\`${key}\` in \`formats\` is neither a property with an expression nor one of this trace's \`columns\`.`,
  }),
  "column-formatted-twice": define<{ key: string; first: string }>({
    severity: "error",
    message: ({ key, first }) =>
      `\`${key}\` in \`formats\` is the same column as \`${first}\`, which has a format already.`,
    hint: () => "Keep one of them: a column is written in one way everywhere.",
  }),
  "line-misfit": define<{ misfit: string }>({
    severity: "error",
    message: ({ misfit }) => `A line ${misfit}.`,
  }),
  "unknown-value-column": define<{ key: string; trace: string }>({
    severity: "error",
    message: ({ key, trace }) => `\`${trace}\` has no column \`${key}\` for this text.`,
  }),
  "value-of-several-rows": define<{ trace: string; rows: number }>({
    severity: "error",
    message: ({ trace, rows }) =>
      `\`${trace}\` has ${rows.toLocaleString("en-US")} rows, of which none is the value of this text.`,
    hint: () => "Let the trace aggregate without grouping, or filter it to one row.",
  }),
  "value-in-plain-text": define<{ written: string; field: string }>({
    severity: "warning",
    message: ({ written, field }) => `\`${written}\` in \`${field}\` is shown as it stands.`,
    hint: () => "Values of traces have their place in `markdown`, an item of a dashboard's row.",
    summary: "A value of a trace is written where texts are shown as they stand.",
  }),
  "card-misfit": define<{ misfit: string }>({
    severity: "error",
    message: ({ misfit }) => `\`card\` ${misfit}.`,
  }),
  "layout-expression": define<{ text: string }>({
    severity: "warning",
    message: ({ text }) => `\`${text}\` is not evaluated: a layout takes no data.`,
  }),
  "palette-name": define<{ name: string }>({
    severity: "warning",
    message: ({ name }) =>
      `The palette \`${name}\` is accepted, but drawn in Headwater's own colours.`,
    hint: () => "Give `colorway` a list of colours to choose them yourself.",
  }),
  "unknown-palette": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is not a palette.`,
    hint: () => "Give `colorway` a list of colours.",
  }),
  "table-without-data": define({
    severity: "error",
    message: () => "A table shows either `traces` or a `model`, and this one has neither.",
  }),
  "table-with-both": define({
    severity: "error",
    message: () => "A table shows either `traces` or a `model`, not both.",
  }),
  "column-defs-without-trace": define({
    severity: "error",
    message: () => "These columns belong to no trace: `trace_name` is missing.",
  }),
  "column-defs-of-other-trace": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is not shown by this table.`,
  }),
  "unknown-table-column": define<{ key: string; of: string }>({
    severity: "error",
    message: ({ key, of }) => `\`${of}\` has no column \`${key}\`.`,
  }),
  "empty-table-column": define<{ key: string; of: string }>({
    severity: "warning",
    message: ({ key, of }) =>
      `\`${of}\` has no column \`${key}\`; the table leaves it empty, as version 1.0 did.`,
  }),
  "markdown-without-numbers": define<{ field: string }>({
    severity: "error",
    message: ({ field }) =>
      `\`${field}\` needs numbers, and the values of this column are Markdown.`,
    hint: () => "Leave one of the two away.",
  }),
  "table-inputs-of-traces": define({
    severity: "error",
    message: () => "A table of traces shows what their own `inputs` let pass.",
    hint: () => "Write `inputs` in the traces.",
  }),
  "table-with-switch": define<{ name: string }>({
    severity: "error",
    message: ({ name }) =>
      `A table of a model shows it for the defaults of switches: \`${name}\` changes nothing here.`,
    hint: () => "Leave it out, or show a trace whose SQL has the switch.",
  }),
  "table-with-multiple": define<{ selector: string }>({
    severity: "warning",
    message: ({ selector }) =>
      `A table shows one series at a time, but the selector \`${selector}\` allows several.`,
    hint: () => "Give the selector `type: single`.",
  }),
  "input-name": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` cannot be the name of an input.`,
    hint: () =>
      "Use one word of letters, digits and `_`, not `env`, `ref`, `columns` or `project`; `label` is what pages show.",
  }),
  "input-field-unused": define<{ field: string; is: string }>({
    severity: "error",
    message: ({ field, is }) => `\`${field}\` means nothing to ${is}.`,
    hint: () =>
      "An input is a choice of values, a `range` with `by` or `step`, or a switch with `values`.",
  }),
  "input-by-and-step": define({
    severity: "error",
    message: () => "A range goes `by` parts of the calendar or by a `step` of numbers, not both.",
    hint: () => "Remove one of them.",
  }),
  "input-default": define<{ choices: string; why: string }>({
    severity: "error",
    message: ({ why }) => `The input cannot begin with this: ${why}.`,
    hint: ({ choices }) => `Write ${choices}.`,
  }),
  "input-is-no-switch": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is a filter: it has no text to stand in SQL.`,
    hint: () => "List it in the `inputs` of a trace, or give it `values`, which make it a switch.",
  }),
  "input-not-clickable": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `A click cannot set \`${name}\` here.`,
    hint: () => "Name a choice of values that stands in the trace's `inputs` as well.",
  }),
  "input-value-quoted": define<{ name: string; value: string }>({
    severity: "error",
    message: ({ name, value }) =>
      `The value \`${value}\` of the switch \`${name}\` would end the text in which it stands.`,
    hint: ({ name }) => `Leave the quotation marks around \`\${${name}}\` to its values.`,
  }),
  "input-too-many-values": define<{ names: readonly string[]; combinations: number; most: number }>(
    {
      severity: "error",
      message: ({ names, combinations, most }) =>
        `The switches ${names.map((name) => `\`${name}\``).join(", ")} make ${combinations} results of one trace, more than ${most}.`,
      hint: () => "Give them fewer values, or use fewer switches in one trace.",
    },
  ),
  "input-choice": define<{ input: string; why: string; example: string }>({
    severity: "error",
    message: ({ input, why }) => `This cannot be chosen of the input \`${input}\`: ${why}.`,
    hint: ({ example }) => `Write something like \`${example}\`.`,
  }),
  "input-without-values": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `The switch \`${name}\` has no values.`,
    hint: () => "List the texts that may stand in its place: `values: [day, week]`.",
  }),
  "selector-without-options": define<{ selector: string }>({
    severity: "warning",
    message: ({ selector }) => `The selector \`${selector}\` has no \`options\` to choose among.`,
  }),
  "unknown-level": define<{ level: string }>({
    severity: "warning",
    message: ({ level }) =>
      `\`${level}\` is not a level of this project; the dashboard is listed without one.`,
  }),
  "item-with-several": define<{ keys: readonly string[] }>({
    severity: "error",
    message: ({ keys }) =>
      `An item holds one thing, but this one has ${keys.map((key) => `\`${key}\``).join(" and ")}.`,
    hint: () => "Make an item of each; `rows` puts several items in the place of one.",
  }),
  "alignment-without-markdown": define<{ key: string }>({
    severity: "error",
    message: ({ key }) => `\`${key}\` belongs to an item with \`markdown\`.`,
  }),
  "unknown-selected": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `The selection names \`${name}\`, which does not exist.`,
  }),
  "broken-selection": define<{ selection: string; reason: string }>({
    severity: "error",
    message: ({ selection, reason }) => `The selection \`${selection}\` cannot be read: ${reason}`,
    hint: () =>
      'Examples: `sales`, `+sales`, `2+sales+1`, `tag:finance`, `a,b`, `"name, with comma"`.',
  }),
});

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
