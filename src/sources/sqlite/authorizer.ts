/**
 * What SQL may do in an open database. SQLite asks for every action of a statement while it is
 * prepared. The file is opened read-only besides; this is what keeps ATTACH, VACUUM INTO and
 * settings out.
 */
const ALLOW = 0;
const DENY = 1;

/** Action codes of sqlite3_set_authorizer. */
const PRAGMA = 19;
const READ = 20;
const SELECT = 21;
const FUNCTION = 31;
const RECURSIVE = 33;

const REFUSED_FUNCTIONS = new Set(["load_extension", "fts3_tokenizer"]);

/** Pragmas that tell something, whatever their argument. */
const TELLING = new Set([
  "collation_list",
  "compile_options",
  "database_list",
  "foreign_key_list",
  "function_list",
  "index_info",
  "index_list",
  "index_xinfo",
  "module_list",
  "pragma_list",
  "table_info",
  "table_list",
  "table_xinfo",
]);

/** Pragmas that tell something without an argument and change it with one. */
const TELLING_ALONE = new Set([
  "application_id",
  "data_version",
  "encoding",
  "freelist_count",
  "journal_mode",
  "page_count",
  "page_size",
  "schema_version",
  "user_version",
]);

/** Pragmas of `after_connect`: they change how this connection reads. */
const READING = new Set([
  "automatic_index",
  "busy_timeout",
  "cache_size",
  "case_sensitive_like",
  "mmap_size",
  "temp_store",
]);

/**
 * Both texts depend on the action: a pragma's name and its argument, of a function the name as the
 * second.
 */
export type Authorizer = (
  action: number,
  first: string | null,
  second: string | null,
) => typeof ALLOW | typeof DENY;

/** For the user's queries. */
export const authorizeQuery: Authorizer = (action, first, second) => {
  switch (action) {
    case READ:
    case SELECT:
    case RECURSIVE:
      return ALLOW;
    case FUNCTION:
      return REFUSED_FUNCTIONS.has((second ?? "").toLowerCase()) ? DENY : ALLOW;
    case PRAGMA:
      return mayTell((first ?? "").toLowerCase(), second) ? ALLOW : DENY;
    default:
      return DENY;
  }
};

/** For `after_connect`. */
export const authorizeSetup: Authorizer = (action, first, second) =>
  action === PRAGMA && READING.has((first ?? "").toLowerCase())
    ? ALLOW
    : authorizeQuery(action, first, second);

function mayTell(pragma: string, argument: string | null): boolean {
  return TELLING.has(pragma) || (argument === null && TELLING_ALONE.has(pragma));
}
