import type { Dialect } from "../../dialect.js";
import { quoteIdentifier, quoteText } from "../../quote.js";
import { words } from "../words.js";
import { cutToGrain } from "./grain.js";
import { pushDown } from "./push-down.js";
import { sentRows } from "./sent-rows.js";
import { cutToStep } from "./step.js";
import { tokenizeSqlite } from "./tokens.js";

export const sqlite: Dialect = {
  name: "sqlite",
  title: "SQLite",
  tokenize: tokenizeSqlite,
  quoteIdentifier,
  quoteText,
  supportsQualify: false,
  nullIs: "smallest",
  collates: true,
  bareFollowsExtreme: true,
  cutToGrain,
  cutToStep,
  // `pragma_function_list` of SQLite 3.53, without those that only work over a window.
  aggregates: words(`
    avg count geopoly_group_bbox group_concat json_group_array json_group_object jsonb_group_array jsonb_group_object
    max median min percentile percentile_cont percentile_disc string_agg sum total
  `),
  scalarWithSeveralArguments: new Set(["max", "min"]),
  pushDown,
  sentRows,
  arithmetic: {
    casts: {
      bigint: 64,
      double: "double",
      "double precision": "double",
      float: "double",
      int: 64,
      integer: 64,
      real: "double",
    },
    isReal: (sum) => `typeof(${sum}) = 'real'`,
  },
};
