import type { Dialect } from "../../dialect.js";
import { quoteInHex, quoteWithBackticks } from "../../quote.js";
import { cutToStep } from "../step.js";
import { words } from "../words.js";
import { cutToGrain } from "./grain.js";
import { pushDown } from "./push-down.js";
import { sentRows } from "./sent-rows.js";
import { tokenizeMysql } from "./tokens.js";

/** MySQL 8 and MariaDB. What is written here means the same under every `sql_mode`. */
export const mysql: Dialect = {
  name: "mysql",
  title: "MySQL",
  tokenize: tokenizeMysql,
  quoteIdentifier: quoteWithBackticks,
  quoteText: quoteInHex,
  supportsQualify: false,
  nullIs: "smallest",
  collates: true,
  cutToGrain,
  cutToStep,
  // The chapters on aggregate functions of MySQL 8.4 and 9 and of MariaDB 11.
  aggregates: words(`
    any_value avg bit_and bit_or bit_xor count group_concat grouping json_arrayagg json_objectagg max min
    st_collect std stddev stddev_pop stddev_samp sum var_pop var_samp variance
  `),
  scalarWithSeveralArguments: new Set(),
  pushDown,
  sentRows,
  arithmetic: {
    casts: { decimal: "decimal", double: "double", signed: 64, "signed integer": 64 },
    hidesDigits: true,
  },
};
