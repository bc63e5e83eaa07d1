import { byteText } from "../../contract/byte-text.js";
import { define } from "../definition.js";

/** Connecting to sources and reading from them. */
export const SOURCE_CODES = {
  "source-host-unknown": define<{ source: string; host: string }>({
    severity: "error",
    message: ({ source, host }) => `\`${source}\`: there is no host named \`${host}\`.`,
    hint: () => "Check `host`; a name inside a VPN or a container network is known only there.",
  }),
  "source-unreachable": define<{ source: string; address: string; reason: string }>({
    severity: "error",
    message: ({ source, address, reason }) =>
      `\`${source}\`: nothing answers at \`${address}\` (${reason}).`,
    hint: () => "Check that the server runs, and `host` and `port`.",
  }),
  "source-connect-timeout": define<{ source: string; address: string; seconds: number }>({
    severity: "error",
    message: ({ source, address, seconds }) =>
      `\`${source}\`: no connection to \`${address}\` within ${seconds} s.`,
    hint: () =>
      "A firewall may drop the packets; a slow server may need a longer `connect_timeout`.",
  }),
  "source-login-slow": define<{ source: string; address: string; seconds: number }>({
    severity: "error",
    message: ({ source, address, seconds }) =>
      `\`${source}\`: the server at \`${address}\` is there, but the login took longer than ${seconds} s.`,
    hint: () =>
      "It may be overloaded, a pooler may wait for a connection of its own, or the server looks up this machine's name; a longer `connect_timeout` waits for it.",
  }),
  "source-says-nothing": define<{
    source: string;
    address: string;
    seconds: number;
    name: string;
  }>({
    severity: "error",
    message: ({ source, address, seconds }) =>
      `\`${source}\`: what answers at \`${address}\` took the connection and said nothing for ${seconds} s.`,
    hint: ({ name }) =>
      `${name} would have answered: something else listens there, or holds the packets on the way. Check \`host\` and \`port\`.`,
  }),
  "source-hangs-up": define<{ source: string; address: string; name: string }>({
    severity: "error",
    message: ({ source, address }) =>
      `\`${source}\`: what answers at \`${address}\` closes the connection without a word.`,
    hint: ({ name }) =>
      `A tunnel, a container's port or a load balancer does so when no ${name} is behind it; look at that, and at \`host\` and \`port\`.`,
  }),
  "source-other-server": define<{
    source: string;
    address: string;
    found: string | undefined;
    name: string;
    port: number;
  }>({
    severity: "error",
    message: ({ source, address, found, name }) =>
      `\`${source}\`: at \`${address}\` answers ${found ?? "something else"}, not ${name}.`,
    hint: ({ name, port }) =>
      `Check \`type\`, \`host\` and \`port\`; ${name} listens at ${port} unless told otherwise.`,
  }),
  "source-check-silent": define<{ source: string; after: string; seconds: number }>({
    severity: "error",
    message: ({ source, after, seconds }) =>
      `\`${source}\` said nothing for ${seconds} s after the stage \`${after}\`.`,
    hint: () =>
      "The server may be overloaded, or something between here and there holds the packets.",
  }),
  "source-tls-failed": define<{ source: string; address: string; reason: string }>({
    severity: "error",
    message: ({ source, address, reason }) =>
      `\`${source}\`: no trusted encrypted connection to \`${address}\`: ${reason}`,
    hint: () =>
      "Name the authority's certificate in `sslrootcert`, or choose another `sslmode` if you accept an unverified server.",
  }),
  "source-tls-missing": define<{
    source: string;
    address: string;
    mode: string;
    set: string | undefined;
  }>({
    severity: "error",
    message: ({ source, address, mode, set }) =>
      `\`${source}\`: the server at \`${address}\` offers no encryption, and \`sslmode\` is \`${mode}\`${set === undefined ? ", as for all servers elsewhere" : ""}.`,
    hint: () =>
      "Have TLS set up on the server; where the network is safe, `sslmode: disable` goes without.",
  }),
  "source-authority-unreadable": define<{ source: string; file: string; reason: string }>({
    severity: "error",
    message: ({ source, file, reason }) =>
      `\`${source}\`: \`sslrootcert\` cannot be read: \`${file}\`: ${reason}.`,
    hint: () =>
      "It is the PEM file of the authority that signed the server's certificate; relative paths start at the folder of the file that declares the source.",
  }),
  "source-tls-unverified": define<{ source: string; mode: string }>({
    severity: "warning",
    message: ({ source, mode }) =>
      `\`${source}\` does not check which server it talks to (\`sslmode: ${mode}\`).`,
    hint: () => "`sslmode: verify-full` does; `sslrootcert` names a private authority.",
  }),
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
  "catalog-not-passed": define<{ server: string; name: string; type: string }>({
    severity: "error",
    message: ({ server, name, type }) =>
      `\`${server}\` cannot read \`${name}\` through a catalog: rows of a \`${type}\` source do not pass through Trino.`,
    hint: ({ server }) =>
      `Leave it out: the rows of its models are sent to \`${server}\` with the query, or uploaded where \`upload\` names a place for them.`,
  }),
  "upload-refused": define<{
    source: string;
    /** Absent: no rows were there to be uploaded. */
    model?: string;
    place: string;
    reason: string;
  }>({
    severity: "error",
    message: ({ source, model, place, reason }) =>
      model === undefined
        ? `\`${source}\`: no table can be made in \`${place}\`: ${reason}`
        : `\`${source}\`: the rows of \`${model}\` cannot be uploaded to \`${place}\`: ${reason}`,
    summary: "An engine does not take the rows of a model as a table.",
    hint: () =>
      "`upload` names a catalog and a schema that are there, in which the login may make, fill and drop tables; `headwater sources check` looks at it.",
  }),
  "upload-changed": define<{
    source: string;
    model: string;
    place: string;
    column: string | undefined;
  }>({
    severity: "error",
    message: ({ source, model, place, column }) =>
      `\`${source}\`: the rows of \`${model}\` are not the same once they are uploaded to \`${place}\`: ${column === undefined ? "some are lost, or there twice" : `the database behind it keeps values of \`${column}\` as others`}.`,
    summary: "Rows that were uploaded are read back, and are not what they were.",
    hint: ({ column }) =>
      column === undefined
        ? "Run it again; the rows were not used."
        : `Name another catalog in \`upload\`, such as one of a lake, or cast \`${column}\` in the model to text.`,
  }),
  "upload-too-large": define<{ source: string; model: string; limit: number }>({
    severity: "error",
    message: ({ source, model, limit }) =>
      `\`${source}\`: the rows of \`${model}\` are more than the ${byteText(limit)} that are uploaded for one model.`,
    hint: () =>
      "Let the model yield fewer rows or columns, raise `upload_max_bytes` of the source, or join it with `engine: duckdb`.",
  }),
  "upload-left": define<{ source: string; table: string; reason: string }>({
    severity: "warning",
    message: ({ source, table, reason }) =>
      `\`${source}\`: the uploaded table \`${table}\` could not be dropped: ${reason}`,
    hint: () => "The next run that uploads tries again, once this process has ended.",
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
  "source-refused": define<{ source: string; address: string; reason: string }>({
    severity: "error",
    message: ({ source, address, reason }) =>
      `\`${source}\`: the server at \`${address}\` refused the connection: ${reason}`,
  }),
  "source-connection-lost": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) => `\`${source}\`: the connection was lost: ${reason}`,
    hint: () => "What had arrived is not used. Run again.",
  }),
  "source-opening-refused": define<{ source: string; sql: string; why: string; reason: string }>({
    severity: "error",
    message: ({ source, sql, why, reason }) =>
      `\`${source}\`: the server refused \`${sql}\`, which Headwater sends before each query ${why}: ${reason}`,
    hint: () =>
      "The server speaks the protocol of the source's `type` and lacks a part of it. A script model or a plugin can read it in its own way.",
  }),
  "source-tables-untold": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) =>
      `\`${source}\`: the server does not tell which tables it has: ${reason}`,
    hint: () => "Queries run all the same.",
  }),
  "source-protocol-broken": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) =>
      `\`${source}\`: the server does not keep to its protocol: ${reason}.`,
    hint: () =>
      "Nothing of its answer is used, and it is not asked again. A server that only resembles the source's `type` may need another type or another version.",
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
  "source-setup-failed": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) => `\`${source}\`: \`after_connect\` failed: ${reason}`,
  }),
  "query-failed": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) => `\`${source}\` refused the query: ${reason}`,
  }),
  "query-name-unknown": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) => `\`${source}\` does not know a name in the query: ${reason}`,
  }),
  "query-not-permitted": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) => `\`${source}\` does not permit the query: ${reason}`,
    hint: () => "The login needs the right to SELECT there.",
  }),
  "query-bytes-exceeded": define<{ source: string; bytes?: number | undefined; limit: number }>({
    severity: "error",
    message: ({ source, bytes, limit }) =>
      `\`${source}\`: the query would be billed for ${bytes === undefined ? "" : `${byteText(bytes)}, `}more than the ${byteText(limit)} that one query may; it did not run.`,
  }),
  "run-bytes-exceeded": define<{ bytes: number; limit: number; place: string }>({
    severity: "error",
    message: ({ bytes, limit, place }) =>
      `The queries of this run would be billed for ${byteText(bytes)}, more than the ${byteText(limit)} of \`limits.bytes_billed\` in ${place}; none of them ran.`,
    hint: () => "Run less of the project, make its queries cheaper, or raise `bytes_billed`.",
  }),
  "query-timed-out": define<{ source: string; seconds: number }>({
    severity: "error",
    message: ({ source, seconds }) =>
      `\`${source}\` stopped the query after ${seconds} s, its time limit.`,
    hint: () => "Make the query cheaper, or raise the source's `timeout`.",
  }),
  "query-stalled": define<{ source: string; seconds: number }>({
    severity: "error",
    message: ({ source, seconds }) =>
      `\`${source}\`: the rows stopped coming for ${seconds} s, so the query was stopped.`,
    hint: () =>
      "What had arrived is not used. If the query pauses between rows by itself, raise the source's `progress_timeout`.",
  }),
  "read-repeated": define<{ times: number }>({
    severity: "warning",
    message: ({ times }) =>
      `The connection was lost while rows were read; the query ran again${times > 1 ? ", twice" : ""}.`,
    hint: () => "The rows are complete: what came before the loss is not used.",
  }),
  "query-would-write": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) => `\`${source}\` is read-only here: ${reason}`,
    hint: () => "Only queries run; change data with another tool.",
  }),
  "statement-without-rows": define<{ source: string }>({
    severity: "error",
    message: ({ source }) =>
      `\`${source}\` was given a statement that yields no rows; it was not run.`,
    hint: () => "Only queries run, such as SELECT, VALUES or SHOW.",
  }),
  "statement-not-sent": define<{ source: string; word: string }>({
    severity: "error",
    message: ({ source, word }) =>
      `\`${source}\`: no statement with \`${word}\` is sent to the server, since only those are that read.`,
    hint: () => "Queries run, such as SELECT, VALUES or SHOW; change data with another tool.",
  }),
  "column-type-unknown": define<{ column: string; type: string }>({
    severity: "warning",
    message: ({ column, type }) =>
      `Column \`${column}\` is read as text, because its type \`${type}\` is not known here.`,
    hint: () => "Cast it in SQL to say which type it should have.",
  }),
  "text-repaired": define<{ column: string }>({
    severity: "warning",
    message: ({ column }) =>
      `Column \`${column}\` holds U+FFFD (�), which stands for bytes that are not valid UTF-8.`,
    hint: () => "Mend the text where it was written; the rest of the value is as it was.",
  }),
  "dates-impossible": define<{ column: string; count: number }>({
    severity: "warning",
    message: ({ column, count }) =>
      `Column \`${column}\` holds ${count} ${count === 1 ? "date" : "dates"} that no calendar has, such as 0000-00-00; they are read as NULL.`,
    hint: () => "Select the column as text to see them: `cast(… as char)`.",
  }),
  "times-ambiguous": define<{ column: string; count: number }>({
    severity: "warning",
    message: ({ column, count }) =>
      `Column \`${column}\` holds ${count} ${count === 1 ? "time" : "times"} in the hour that the end of summer time repeats; the earlier one is taken.`,
    hint: () => "The source tells them apart only in UTC: leave out `time_zone` in `defaults`.",
  }),
  "query-warned": define<{ reason: string }>({
    severity: "warning",
    message: ({ reason }) => `The source warns of the query: ${reason}.`,
    hint: () => "The rows may not hold what the query says.",
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
  "source-locked": define<{ source: string; file: string }>({
    severity: "error",
    message: ({ source, file }) =>
      `\`${source}\`: \`${file}\` is being written by another program and stayed locked.`,
    hint: () => "Run again when the other program is done.",
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
  "fractions-cut": define<{ column: string; count: number }>({
    severity: "warning",
    message: ({ column, count }) =>
      `Column \`${column}\` holds ${count} ${count === 1 ? "time" : "times"} with fractions beyond a microsecond, which are cut off.`,
    hint: () => "Select the column as text to keep all nine decimals.",
  }),
} as const;
