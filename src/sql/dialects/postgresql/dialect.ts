import type { Dialect } from "../../dialect.js";
import { quoteIdentifier, quoteWithEscapes } from "../../quote.js";
import { cutToStep } from "../step.js";
import { words } from "../words.js";
import { cutToGrain } from "./grain.js";
import { pushDown } from "./push-down.js";
import { sentRows } from "./sent-rows.js";
import { tokenizePostgresql } from "./tokens.js";

export const postgresql: Dialect = {
  name: "postgresql",
  title: "PostgreSQL",
  tokenize: tokenizePostgresql,
  quoteIdentifier,
  foldName: (name) => name.toLowerCase(),
  quoteText: quoteWithEscapes,
  supportsQualify: false,
  nullIs: "largest",
  collates: true,
  cutToGrain,
  cutToStep,
  // `pg_proc` of PostgreSQL 15 where `prokind` is `a`, and what 16 to 18 added.
  aggregates: words(`
    any_value array_agg avg bit_and bit_or bit_xor bool_and bool_or corr count covar_pop covar_samp cume_dist
    dense_rank every grouping json_agg json_agg_strict json_arrayagg json_object_agg json_object_agg_strict
    json_object_agg_unique json_object_agg_unique_strict json_objectagg jsonb_agg jsonb_agg_strict jsonb_object_agg
    jsonb_object_agg_strict jsonb_object_agg_unique jsonb_object_agg_unique_strict max min mode percent_rank
    percentile_cont percentile_disc range_agg range_intersect_agg rank regr_avgx regr_avgy regr_count regr_intercept
    regr_r2 regr_slope regr_sxx regr_sxy regr_syy stddev stddev_pop stddev_samp string_agg sum var_pop var_samp
    variance xmlagg
  `),
  scalarWithSeveralArguments: new Set(),
  pushDown,
  sentRows,
  arithmetic: {
    casts: {
      bigint: 64,
      decimal: "decimal",
      "double precision": "double",
      float: "double",
      float8: "double",
      int: 32,
      int4: 32,
      int8: 64,
      integer: 32,
      numeric: "decimal",
    },
  },
};
