/**
 * Writes `docs/reference/` from what the code itself reads: the tables of fields, the schemas of
 * the source types, the commands, the catalogue of diagnostics, and the values with which the
 * connectors are tested; and into each page of `docs/sources/` its table of fields. `--check`
 * writes nothing and fails when a page is not fresh.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { runnerImport } from "vite";
import { COMMANDS } from "../dist/cli/command-table.js";
import { diagnosticCatalogue } from "../dist/diagnostics/catalogue/index.js";
import { ITEM_FIELDS, ROW_FIELDS } from "../dist/project/kinds/dashboard-rows.js";
import { DBT_FIELDS } from "../dist/project/kinds/dbt.js";
import { DEFAULTS_FIELDS } from "../dist/project/kinds/defaults.js";
import { KIND_FORMS } from "../dist/project/kinds/grammar.js";
import { ROOT_FILE_FIELDS } from "../dist/project/kinds/top-level.js";
import { SOURCE_FIELDS } from "../dist/project/kinds/source.js";
import { exampleOf, expectation } from "../dist/project/schema/type-table.js";
import { TEST_FUNCTIONS } from "../dist/project/test-expression/functions.js";
import { FIELD_MARKS } from "../dist/project/source-config/field-marks.js";
import { DUCKDB_LIMITS } from "../dist/duckdb/column-type.js";
import { BIGQUERY_LIMITS } from "../dist/sources/bigquery/types.js";
import { EXCEL_LIMITS } from "../dist/sources/excel/cell.js";
import { MYSQL_LIMITS } from "../dist/sources/mysql/wire/types.js";
import { POSTGRESQL_LIMITS } from "../dist/sources/postgresql/wire/types.js";
import { SOURCE_TYPES } from "../dist/sources/registry.js";
import { TRINO_LIMITS } from "../dist/sources/trino/types.js";
import { SNOWFLAKE_LIMITS } from "../dist/sources/snowflake/cells/types.js";
import { SQLITE_LIMITS } from "../dist/sources/sqlite/types.js";

const folder = join(import.meta.dirname, "../docs/reference");
const check = process.argv.includes("--check");
/** Characters of a value that are shown. */
const LONGEST = 70;

const SOURCE_VALUES = {
  string: "text",
  number: "a number",
  boolean: "`true` or `false`",
  array: "a list",
  object: "a mapping of keys to values",
  record: "a mapping of keys to values",
};

const SECTIONS = [
  { title: "The root file", fields: ROOT_FILE_FIELDS },
  { title: "Defaults", fields: DEFAULTS_FIELDS },
  { title: "Dbt", fields: DBT_FIELDS },
  ...Object.values(KIND_FORMS).flat(),
  { title: "Row", fields: ROW_FIELDS },
  { title: "Item", fields: ITEM_FIELDS },
];

page(
  "objects",
  "Objects",
  "Every kind of object and its fields.",
  SECTIONS.map(({ title, fields }) => `## ${title}\n\n${fieldTables(fields)}`),
);
page(
  "test-functions",
  "Functions of tests",
  "What a test or an alert may call between `>{` and `}`. Nulls are left out unless it is said otherwise.",
  [
    table(
      ["Function", "Meaning"],
      Object.values(TEST_FUNCTIONS).map(({ usage, meaning }) => [`\`${usage}\``, meaning]),
    ),
  ],
);
page("sources", "Sources", "What every source may say, and the fields of each type.", [
  `## Every source\n\n${fieldTables(SOURCE_FIELDS)}`,
  ...[...SOURCE_TYPES.values()].map(sourceSection),
]);
for (const source of SOURCE_TYPES.values()) fieldsOnPage(source);
page(
  "types",
  "Types",
  "How the values of each database arrive: what a test of the connector writes there, what it finds in the result and `show` prints as JSON, and what a table on a page says. " +
    "Integers beyond 2⁵³ and decimals are texts, so that no digit is lost; bytes are base64; instants are in UTC.",
  await typeSections(),
);
page(
  "commands",
  "Commands",
  "`headwater <command> --help` shows the options.",
  Object.entries(COMMANDS).map(commandSection),
);
page(
  "diagnostics",
  "Diagnostics",
  "Every error and warning by its code. Words between ‹ and › stand for your own.",
  [
    table(
      ["Code", "", "Message", "What to do"],
      Object.entries(diagnosticCatalogue())
        .toSorted(([a], [b]) => a.localeCompare(b))
        .map(diagnosticRow),
    ),
  ],
);

/** The table of a mapping's fields, and below it those of the mappings inside it. */
function fieldTables(fields) {
  const nested = Object.entries(fields).flatMap(([name, { type }]) => {
    const inner = objectIn(type);
    const isSection = SECTIONS.some((section) => section.fields === inner);
    return inner && !isSection ? [`### \`${name}\`\n\n${fieldTables(inner)}`] : [];
  });
  return [fieldTable(fields), ...nested].join("\n\n");
}

function objectIn(type) {
  if (type.is === "object") return type.fields;
  const inner = [type.of ?? type.checkedAs ?? []].flat();
  return inner.map(objectIn).find((fields) => fields !== undefined);
}

function fieldTable(fields) {
  return table(
    ["Field", "Value", "Default", "Example", "Meaning"],
    Object.entries(fields)
      .filter(([, { status }]) => status !== "ignored")
      .map(([name, field]) => [
        `\`${name}\``,
        expectation(field.type),
        field.required ? "required" : (field.default ?? ""),
        codeOf(exampleOf(field)),
        [
          field.description,
          field.aliases?.length &&
            `Also called ${field.aliases.map((alias) => `\`${alias}\``).join(", ")}.`,
        ]
          .filter(Boolean)
          .join(" "),
      ]),
  );
}

function codeOf(text) {
  return text === undefined ? "" : text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function sourceSection(source) {
  return `## ${source.type}\n\n${source.description}\n\n${sourceFields(source)}`;
}

function sourceFields({ config }) {
  const shape = config.def.shape ?? config.def.in?.def.shape ?? {};
  const rows = Object.entries(shape).map(([name, schema]) => {
    const layers = layersOf(schema);
    const facts = Object.assign(
      {},
      ...layers.toReversed().map((layer) => FIELD_MARKS.get(layer) ?? {}),
    );
    const fallback = layers.map(({ def }) => def.defaultValue).find((value) => value !== undefined);
    const optional = layers.some(({ def }) => ["optional", "default"].includes(def.type));
    return [
      `\`${name}\``,
      sourceValue(layers.at(-1)),
      fallback === undefined ? (optional ? "" : "required") : codeOf(JSON.stringify(fallback)),
      codeOf(facts.example ?? layers.at(-1).options?.[0]),
      [facts.description, facts.secret && "Secret: never shown anywhere."]
        .filter(Boolean)
        .join(" "),
    ];
  });
  return table(["Field", "Value", "Default", "Example", "Meaning"], rows);
}

function sourceValue({ def, options }) {
  if (def.type === "union") return def.options.map(sourceValue).join(" or ");
  if (options) return `one of ${options.map((option) => `\`${option}\``).join(", ")}`;
  return SOURCE_VALUES[def.type] ?? def.type;
}

/** Of each kind of database: the tested values, and what does not arrive as it is. */
async function typeSections() {
  const { module: viewer } = await runnerImport(
    join(import.meta.dirname, "../viewer/src/format/value.ts"),
  );
  const formatter = viewer.createFormatter({ timeZone: "UTC" });
  const cell = (value, type) => code(formatter.value(value, type));
  const [postgresql, mysql, snowflake, bigquery, trino, sqlite, duckdb, excel] = await Promise.all(
    ["postgresql", "mysql", "snowflake", "bigquery", "trino", "sqlite", "duckdb", "excel"].map(
      async (name) => {
        const path = join(import.meta.dirname, `../test/conformance/${name}-values.ts`);
        return (await runnerImport(path)).module;
      },
    ),
  );
  return [
    typeSection(
      "postgresql",
      ["Value", "Type", "Arrives as", "On a page"],
      postgresql.POSTGRESQL_VALUES.map(({ sql, type, value }) => [
        code(sql),
        type,
        shown(value),
        cell(value, type),
      ]),
      POSTGRESQL_LIMITS,
    ),
    typeSection(
      "mysql",
      ["Column", "Value", "Type", "Arrives as", "On a page"],
      mysql.MYSQL_VALUES.map(({ column, sql, type, value }) => [
        code(column),
        code(sql),
        type,
        shown(value),
        cell(value, type),
      ]),
      MYSQL_LIMITS,
    ),
    typeSection(
      "snowflake",
      ["Column", "Value", "Type", "Arrives as", "On a page"],
      snowflake.SNOWFLAKE_VALUES.map(({ column, sql, type, value }) => [
        code(column),
        code(sql),
        type,
        shown(value),
        cell(value, type),
      ]),
      SNOWFLAKE_LIMITS,
    ),
    typeSection(
      "bigquery",
      ["Column", "Value as it is sent", "Type", "Arrives as", "On a page"],
      bigquery.BIGQUERY_VALUES.map(({ column, cell: sent, type, value }) => [
        code(column),
        sent === null ? "NULL" : code(typeof sent === "string" ? sent : JSON.stringify(sent)),
        type,
        shown(value),
        cell(value, type),
      ]),
      BIGQUERY_LIMITS,
    ),
    typeSection(
      "trino",
      ["Value", "Type", "Arrives as", "On a page"],
      trino.TRINO_VALUES.map(({ sql, type, value }) => [
        code(sql),
        type,
        shown(value),
        cell(value, type),
      ]),
      TRINO_LIMITS,
    ),
    typeSection(
      "sqlite",
      ["Column", "Values", "Type", "Arrive as", "On a page"],
      [
        ...sqlite.SQLITE_VALUES,
        ...sqlite.SQLITE_MIXED.map(([column, values, seen]) => [column, values, "text", seen]),
      ].map(([column, values, type, seen]) => [
        column === "" ? "" : code(column),
        values.map(code).join(", "),
        type,
        seen.map(shown).join(", "),
        seen.map((value) => cell(value, type)).join(", "),
      ]),
      SQLITE_LIMITS,
    ),
    typeSection(
      "duckdb, parquet",
      ["Value", "Type", "Arrives as", "On a page"],
      duckdb.DUCKDB_VALUES.map(([sql, type, value]) => [
        code(sql),
        type,
        shown(value),
        cell(value, type),
      ]),
      DUCKDB_LIMITS,
    ),
    typeSection(
      "excel",
      ["Format", "Number in the cell", "Type", "Arrives as", "On a page"],
      excel.EXCEL_VALUES.map(([format, number, type, value]) => [
        code(format),
        code(String(number)),
        type,
        shown(value),
        cell(value, type),
      ]),
      EXCEL_LIMITS,
    ),
  ];
}

function typeSection(title, head, rows, limits) {
  const list = limits.map(({ what, code: warning }) => {
    if (warning !== undefined && !(warning in diagnosticCatalogue()))
      throw new Error(`No code ${warning}`);
    return `- ${what}${warning ? ` Warning: [\`${warning}\`](diagnostics.md).` : ""}`;
  });
  return `## ${title}\n\n${table(head, rows)}\n\nWhat does not arrive as it is:\n\n${list.join("\n")}`;
}

/** A value as it stands in a result; long ones are cut here. */
function shown(value) {
  if (value === null) return "NULL";
  if (Object.is(value, -0)) return "`-0`";
  return code(typeof value === "string" ? JSON.stringify(value) : String(value));
}

function code(text) {
  if (text === "") return "(empty)";
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  // With other characters of control a page is no text any more.
  const visible = short
    .replaceAll("\n", "⏎")
    .replace(/\p{Cc}/gu, (sign) => String.fromCodePoint(0x2400 + sign.codePointAt(0)));
  // Two backticks around text that has one.
  return visible.includes("`") ? `\`\` ${visible} \`\`` : `\`${visible}\``;
}

function layersOf(schema) {
  const inner = schema.def.innerType ?? schema.def.in;
  return inner ? [schema, ...layersOf(inner)] : [schema];
}

function commandSection([name, { summary, examples }]) {
  return `## ${name}\n\n${summary[0].toUpperCase()}${summary.slice(1)}.\n\n\`\`\`sh\n${examples.join("\n")}\n\`\`\``;
}

function diagnosticRow([code, { severity, message, hint, summary }]) {
  const values = new Proxy({}, { get: (_, name) => placeholder(String(name)) });
  return [
    `\`${code}\``,
    severity,
    summary ?? message(values),
    (summary ? undefined : hint?.(values)) ?? "",
  ];
}

/** Stands for any value: a text, a list, a function, all of them `‹name›`. */
function placeholder(name) {
  const text = `‹${name}›`;
  return new Proxy(() => undefined, {
    get(_, key) {
      if (key === Symbol.toPrimitive || key === "toString" || key === "join") return () => text;
      if (key === Symbol.iterator) return () => [text].values();
      return placeholder(name);
    },
    apply: () => placeholder(name),
  });
}

function table(head, rows) {
  const line = (cells) =>
    `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A type's own page is written by hand, but for the table of its fields. */
function fieldsOnPage(source) {
  const path = join(folder, `../sources/${source.type}.md`);
  const [start, end] = [`<!-- fields of ${source.type} -->`, "<!-- end of fields -->"];
  const text = readFileSync(path, "utf8");
  const [before, after] = [text.split(start)[0], text.split(end)[1]];
  if (after === undefined)
    throw new Error(`docs/sources/${source.type}.md has no place for fields`);
  write(path, `${before}${start}\n\n${sourceFields(source)}\n\n${end}${after}`);
}

function page(name, title, introduction, sections) {
  write(
    join(folder, `${name}.md`),
    `# ${title}\n\n${introduction}\n\n<!-- Made by \`npm run reference\`; edit the code it reads instead. -->\n\n${sections.join("\n\n")}\n`,
  );
}

function write(path, text) {
  if (!check) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } else if (readFileSync(path, "utf8") !== text) {
    console.error(`${relative(process.cwd(), path)} is not fresh: run \`npm run reference\``);
    process.exitCode = 1;
  }
}
