import type { Dialect } from "../dialect.js";
import { tokenizeMysql } from "../mysql-tokens.js";
import { words } from "./standard-quotes.js";

/** MySQL 8 and MariaDB. What is written here means the same under every `sql_mode`. */
export const mysql: Dialect = {
  name: "mysql",
  title: "MySQL",
  parser: "mysql",
  tokenize: tokenizeMysql,
  quoteIdentifier: (name) => `\`${name.replaceAll("`", "``")}\``,
  quoteText,
  supportsQualify: false,
  // The chapters on aggregate functions of MySQL 8.4 and 9 and of MariaDB 11.
  aggregates: words(`
    any_value avg bit_and bit_or bit_xor count group_concat grouping json_arrayagg json_objectagg max min
    st_collect std stddev stddev_pop stddev_samp sum var_pop var_samp variance
  `),
  scalarWithSeveralArguments: new Set(),
};

/** A backslash means itself only under NO_BACKSLASH_ESCAPES, so that texts with one are written in hexadecimal. */
function quoteText(text: string): string {
  if (!text.includes("\\")) return `'${text.replaceAll("'", "''")}'`;
  const bytes = Array.from(new TextEncoder().encode(text), (byte) =>
    byte.toString(16).padStart(2, "0"),
  );
  return `_utf8mb4 x'${bytes.join("")}'`;
}
