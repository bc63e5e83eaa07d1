/**
 * QuestDB over its web interface: `GET /exec` answers a query with columns and rows in JSON, a part
 * of the rows at a time (`limit=first,last`, counted from 1), and says with each part how many there are.
 */

/** Words that may begin a statement that is sent: QuestDB carries out whatever `/exec` is given. */
const READING = ["select", "with", "show", "explain"];

/** QuestDB's types, in which times are instants of UTC. */
const TYPES = {
  BOOLEAN: "bool",
  BYTE: "int8",
  SHORT: "int16",
  INT: "int32",
  LONG: "int64",
  FLOAT: "float32",
  DOUBLE: "float64",
  DATE: "instant",
  TIMESTAMP: "instant",
  TIMESTAMP_NS: "instant",
  UUID: "uuid",
  ARRAY: "list",
};

const TABLES = `SELECT table_schema, table_name, column_name, data_type
  FROM information_schema.columns ORDER BY table_schema, table_name, ordinal_position`;

export const sourceType = (kit) => ({
  open(config, { name: source, queryTag }) {
    const { url, username, password = "", token, page_rows: pageRows, timeout = 300 } = config;
    const basic = Buffer.from(`${username}:${password}`).toString("base64");
    const login = token ? `Bearer ${token}` : username ? `Basic ${basic}` : undefined;
    const http = kit.createHttpClient({
      base: url,
      headers: { "user-agent": queryTag, ...(login && { authorization: login }) },
      maxBytes: 256 * 1024 * 1024,
    });

    /** A part of a query's answer, its rows from `from` on. Aborting ends the query on the server. */
    async function part(sql, from, rows, { signal, deadline = timeout * 1000 } = {}) {
      const word = kit.refusedWord(sql, READING);
      if (word !== undefined) throw failure("statement-not-sent", { source, word });
      const query = { query: sql, limit: `${from + 1},${from + rows}`, count: true };
      try {
        const { value } = await http.call({ path: "exec", query, signal, deadline });
        if (!Array.isArray(value?.columns)) throw failure("statement-without-rows", { source });
        return value;
      } catch (error) {
        throw refusal(error) ?? error;
      }
    }

    /** What the server says of a query that it refuses, with the place; other failures are known. */
    function refusal(error) {
      if (!(error instanceof kit.HttpFailure)) return undefined;
      if (error.kind === "timeout") {
        return failure("query-timed-out", { source, seconds: timeout });
      }
      if (error.kind !== "status" || error.answer.status !== 400) return undefined;
      const { query = "", error: reason, position = 0 } = JSON.parse(error.answer.text);
      const unknown = /does not exist|invalid (?:column|table)|unknown function/i.test(reason);
      const code = unknown ? "query-name-unknown" : "query-failed";
      const detail = `at: ${query.slice(position, position + 40)}`;
      return failure(code, { source, reason: `${reason}.` }, { detail });
    }

    function failure(code, values, context) {
      return new kit.SourceError(kit.createDiagnostic(code, values, context));
    }

    async function* batches(first, sql, columns, signal, warnings) {
      const cut = columns.map(({ nativeType }) => nativeType === "TIMESTAMP_NS");
      for (let page = first, from = 0; ; page = await part(sql, from, pageRows, { signal })) {
        if (Number(page.count) !== Number(first.count)) {
          throw kit.failure(`The rows of \`${source}\` changed while they were read.`, {
            hint: "Run again, or narrow the query to rows that are no longer written.",
          });
        }
        if (cut.includes(true)) for (const row of page.dataset) cutNanoseconds(row, cut, columns, warnings);
        yield page.dataset;
        from += page.dataset.length;
        if (from === Number(first.count)) return;
        if (page.dataset.length === 0 || from > Number(first.count)) throw kit.failure(`\`${source}\` sent other rows than it says that it has.`);
      }
    }

    /** Headwater counts microseconds; what that takes away is told once for each column. */
    function cutNanoseconds(row, cut, columns, warnings) {
      for (const [index, value] of row.entries()) {
        if (!cut[index] || value === null) continue;
        const [, start, rest] = /^(.*\.\d{6})(\d*)Z$/.exec(value) ?? [];
        if (start === undefined) continue;
        row[index] = `${start}Z`;
        if (/^0*$/.test(rest) || warnings.some(({ column }) => column === index)) continue;
        const { name } = columns[index];
        warnings.push({ column: index, ...kit.createDiagnostic("nanoseconds-cut", { column: name }) });
      }
    }

    return {
      async *check() {
        yield { stage: "settings", ok: true, detail: url };
        const { dataset } = await part("select build()", 0, 1, { deadline: 10_000 });
        yield { stage: "login", ok: true, detail: username ? `as \`${username}\`` : "without a login" };
        const guard = "the server has no read-only sessions; only what reads is sent";
        yield { stage: "privileges", ok: true, detail: guard };
        const [[build]] = dataset;
        const version = /QuestDB ([\d.]+)/.exec(build)?.[1] ?? "of an unknown version";
        yield { stage: "query", ok: true, detail: `QuestDB ${version}` };
      },
      async describe(sql, signal) {
        return columnsOf((await part(sql, 0, 1, { signal })).columns, kit);
      },
      async stream(sql, { signal }) {
        const first = await part(sql, 0, pageRows, { signal });
        const columns = columnsOf(first.columns, kit);
        const warnings = [];
        return { columns, batches: batches(first, sql, columns, signal, warnings), warnings };
      },
      async catalog(signal) {
        const { dataset } = await part(TABLES, 0, 1_000_000, { signal });
        const schemas = new Map();
        for (const [schema, table, name, nativeType] of dataset) {
          const tables = schemas.get(schema) ?? new Map();
          schemas.set(schema, tables);
          const entry = tables.get(table) ?? { name: table, kind: "table", columns: [] };
          tables.set(table, entry);
          entry.columns.push({ name, nativeType, type: NAMED[nativeType] ?? "text" });
        }
        return [...schemas].map(([name, tables]) => ({ name, tables: [...tables.values()] }));
      },
      close: async () => {},
    };
  },
});

/** Types by the names that the list of columns has for them. */
const NAMED = {
  boolean: "bool",
  smallint: "int16",
  integer: "int32",
  bigint: "int64",
  real: "float32",
  "double precision": "float64",
  "timestamp without time zone": "instant",
  uuid: "uuid",
};

function columnsOf(columns, kit) {
  return columns.map(({ name, type }) => {
    if (type === "BINARY") {
      throw kit.failure(`Column \`${name}\` is BINARY, which QuestDB's web interface does not show.`);
    }
    return { name, type: typeOf(type), nativeType: type, exact: true };
  });
}

/** Decimals of more than 38 digits keep them, as text; so do the types that are not in the table. */
function typeOf(type) {
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (precision !== undefined) return precision <= 38 ? `decimal(${precision},${scale})` : "decimal";
  return TYPES[type] ?? "text";
}
