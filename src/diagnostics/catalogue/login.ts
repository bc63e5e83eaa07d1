import { define } from "../definition.js";

/** Logins, what they may see, and the settings of a source. */
export const loginCodes = () => ({
  "source-login-failed": define<{ source: string; user: string; reason: string }>({
    severity: "error",
    message: ({ source, user, reason }) =>
      `\`${source}\` refused the login of \`${user}\`: ${reason}`,
    hint: () => "Check `username` and `password`. The login is not tried again.",
  }),
  "source-service-unknown": define<{ source: string; service: string; file: string }>({
    severity: "error",
    message: ({ source, service, file }) =>
      `\`${source}\`: \`${file}\` has no service \`${service}\`.`,
    hint: () => "A service is a section there: `[name]`, below it `host=…`, `user=…`.",
  }),
  "source-options-refused": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) =>
      `\`${source}\`: the server does not take \`options\`: ${reason}`,
    hint: () =>
      "They are settings of PostgreSQL, each as `-c name=value`. Poolers often take none: set what is needed in `after_connect`.",
  }),
  "source-client-file": define<{ source: string; field: string; file: string; reason: string }>({
    severity: "error",
    message: ({ source, field, file, reason }) =>
      `\`${source}\`: \`${field}\` cannot be used: \`${file}\`: ${reason}.`,
    hint: () =>
      "Name the file that PostgreSQL's own programs use on this machine, or leave it out.",
  }),
  "source-credentials-missing": define<{ source: string }>({
    severity: "error",
    message: ({ source }) => `\`${source}\` has nothing to log in with.`,
    hint: () =>
      "Give a key in `credentials_base64` or `credentials_file`, or log in on this machine with `gcloud auth application-default login`.",
  }),
  "source-credentials-unusable": define<{ source: string; field: string; reason: string }>({
    severity: "error",
    message: ({ source, field, reason }) =>
      `\`${source}\`: \`${field}\` holds no usable key: ${reason}`,
    hint: () => "Make a new key for the service account and give its JSON file as it is.",
  }),
  "source-token-withheld": define<{ source: string; host: string }>({
    severity: "error",
    message: ({ source, host }) =>
      `\`${source}\`: a token of Google goes to hosts of \`googleapis.com\` only, and \`api_endpoint\` names \`${host}\`.`,
    hint: () => "If you trust this project and that host, run again with `--trust`.",
  }),
  "source-login-forbidden": define<{ source: string; user: string; reason: string }>({
    severity: "error",
    message: ({ source, user, reason }) => `\`${source}\` does not let \`${user}\` in: ${reason}`,
    hint: () => "Its administrator has to admit the login.",
  }),
  "source-login-method": define<{ source: string; user: string; reason: string }>({
    severity: "error",
    message: ({ source, user, reason }) => `\`${source}\` cannot log in as \`${user}\`: ${reason}`,
    hint: () => "Headwater logs in with a password: have a login with one made.",
  }),
  "source-login-anonymous": define<{ source: string; user: string; account: string }>({
    severity: "warning",
    message: ({ source, user, account }) =>
      `\`${source}\`: the server has no account \`${user}\` for this machine and let it in as ${account}, who may be anybody.`,
    hint: () =>
      "Check `username`; the administrator removes the account without a name with `DROP USER`.",
  }),
  "source-database-unknown": define<{ source: string; database: string }>({
    severity: "error",
    message: ({ source, database }) => `\`${source}\`: the server has no database \`${database}\`.`,
    hint: () => "Check `database`.",
  }),
  "source-location-wrong": define<{
    source: string;
    dataset: string;
    place: string;
    location: string;
  }>({
    severity: "error",
    message: ({ source, dataset, place, location }) =>
      `\`${source}\`: the dataset \`${dataset}\` lies in \`${place}\`, and the source says \`location: ${location}\`.`,
    hint: ({ place }) => `Write \`location: ${place}\`.`,
  }),
  "source-database-forbidden": define<{ source: string; database: string; reason: string }>({
    severity: "error",
    message: ({ source, database, reason }) =>
      `\`${source}\` does not open the database \`${database}\`: ${reason}`,
    hint: () => "The login needs the right to connect to it.",
  }),
  "source-catalog-unknown": define<{ source: string; catalog: string }>({
    severity: "error",
    message: ({ source, catalog }) => `\`${source}\`: the server shows no catalog \`${catalog}\`.`,
    hint: () => "`show catalogs` lists those that the login may see.",
  }),
  "source-schema-unknown": define<{ source: string; schema: string }>({
    severity: "error",
    message: ({ source, schema }) => `\`${source}\`: the database has no schema \`${schema}\`.`,
    hint: () => "Check `db_schema`; case counts.",
  }),
  "source-schema-forbidden": define<{ source: string; user: string; schema: string }>({
    severity: "error",
    message: ({ source, user, schema }) =>
      `\`${source}\`: \`${user}\` may not use the schema \`${schema}\`.`,
    hint: ({ user, schema }) =>
      `Its owner allows it with \`GRANT USAGE ON SCHEMA "${schema}" TO "${user}"\`, and reading with GRANT SELECT.`,
  }),
  "source-reads-nothing": define<{
    source: string;
    user: string;
    database: string;
    tables: number;
  }>({
    severity: "error",
    message: ({ source, user, database, tables }) =>
      `\`${source}\`: \`${user}\` may read none of the ${tables} ${tables === 1 ? "table" : "tables"} of \`${database}\`.`,
    hint: ({ user }) =>
      `An owner allows it, for each schema: \`GRANT USAGE ON SCHEMA … TO "${user}"\` and \`GRANT SELECT ON ALL TABLES IN SCHEMA … TO "${user}"\`.`,
  }),
  "source-without-tables": define<{ source: string; database: string; user?: string }>({
    severity: "warning",
    message: ({ source, database, user }) =>
      `\`${source}\`: \`${database}\` has no tables${user === undefined ? "" : ` that \`${user}\` can see`}.`,
    summary: "The database has no tables, or none that the login can see.",
    hint: ({ user }) =>
      user === undefined
        ? "Check `database`: it is empty."
        : "Check `database`: it is empty, or the login lacks the right to read.",
  }),
  "source-schema-empty": define<{
    source: string;
    user: string;
    schema: string;
    others: readonly string[];
  }>({
    severity: "warning",
    message: ({ source, user, schema }) =>
      `\`${source}\`: \`${user}\` sees no tables in \`${schema}\`.`,
    hint: ({ others }) =>
      `Tables can be read in ${others
        .slice(0, 5)
        .map((name) => `\`${name}\``)
        .join(
          ", ",
        )}${others.length > 5 ? ", …" : ""}: name them with their schema, or change where they are looked up.`,
  }),
  "source-tables-untold": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) =>
      `\`${source}\`: the server does not tell which tables it has: ${reason}`,
    hint: () => "Queries run all the same.",
  }),
  "source-login-can-write": define<{ source: string; user: string; how: string }>({
    severity: "warning",
    message: ({ source, user, how }) => `\`${source}\`: the login \`${user}\` ${how}.`,
    hint: () => "Queries run read-only all the same; a login that can only SELECT is safer.",
  }),
  "source-login-powerful": define<{ source: string; user: string; how: string; reader: string }>({
    severity: "warning",
    message: ({ source, user, how }) =>
      `\`${source}\`: the login \`${user}\` ${how}; a read-only transaction does not hold it.`,
    hint: ({ reader }) => `Make a login that only reads: \`${reader}\`.`,
  }),
  "source-zone-unknown": define<{ source: string; zone: string }>({
    severity: "warning",
    message: ({ source, zone }) =>
      `The server of \`${source}\` knows no time zone \`${zone}\`, so SQL that takes days or hours of a TIMESTAMP there counts in UTC.`,
    hint: () =>
      "Times are shown in the project's zone all the same. The server's administrator loads the zones with `mysql_tzinfo_to_sql`.",
  }),
  "source-zone-refused": define<{ source: string; zone: string }>({
    severity: "error",
    message: ({ source, zone }) =>
      `The server of \`${source}\` knows no time zone \`${zone}\`, which it was to count days and hours in.`,
    hint: () =>
      "Its list of zones may be older than this one: write another name of the zone, or one near it.",
  }),
  "source-property-refused": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) =>
      `The server of \`${source}\` does not take a session property: ${reason}`,
    summary: "A session property is not there, has another type, or is one of an unknown catalog.",
    hint: () =>
      "Check `session_properties` of the source: `show session` lists those that are there, with what they are set to.",
  }),
  "source-driver-missing": define<{ source: string; package: string }>({
    severity: "error",
    message: ({ source, package: name }) => `\`${source}\` needs the package \`${name}\`.`,
    hint: ({ package: name }) => `Install it with \`npm install ${name}\`.`,
  }),
  "source-driver-unfit": define<{ source: string; package: string; found: string }>({
    severity: "error",
    message: ({ source, package: name, found }) =>
      `\`${source}\` needs the package \`${name}\`; ${found} works otherwise.`,
    hint: ({ package: name }) => `Install it with \`npm install ${name}\`.`,
  }),
  "source-key-unusable": define<{ source: string; field: string; reason: string }>({
    severity: "error",
    message: ({ source, field, reason }) => `\`${source}\`: \`${field}\` is of no use: ${reason}`,
  }),
  "source-account-unknown": define<{
    source: string;
    account: string;
    address: string;
    status: number;
  }>({
    severity: "error",
    message: ({ source, account, address, status }) =>
      `\`${source}\`: there is no account \`${account}\` at \`${address}\` (HTTP ${status}).`,
    hint: () =>
      "Check `account`: Snowsight shows the identifier below your name, under View account details; write it as `myorg-myaccount`.",
  }),
  "source-setting-unknown": define<{ source: string; field: string; value: string }>({
    severity: "error",
    message: ({ source, field, value }) =>
      `\`${source}\`: there is no \`${value}\` for \`${field}\`, or the login may not use it.`,
    hint: ({ field }) =>
      `Check \`${field}\`; the role of the login needs to be granted it (USAGE, or the role itself).`,
  }),
  "source-warehouse-missing": define<{ source: string }>({
    severity: "warning",
    message: ({ source }) => `\`${source}\` has no warehouse, so that no query on tables will run.`,
    hint: () =>
      "Set `warehouse`, or give the user a default: `ALTER USER … SET DEFAULT_WAREHOUSE = …`.",
  }),
});
