import type { Dialect } from "../../dialect.js";
import { quoteIdentifier, quoteText } from "../../quote.js";
import { cutToStep } from "../step.js";
import { words } from "../words.js";
import { cutToGrain } from "./grain.js";
import { pushDown } from "./push-down.js";
import { sentRows } from "./sent-rows.js";
import { tokenizeDuckdb } from "./tokens.js";

export const duckdb: Dialect = {
  name: "duckdb",
  title: "DuckDB",
  tokenize: tokenizeDuckdb,
  quoteIdentifier,
  quoteText,
  supportsQualify: true,
  nullIs: "last",
  collates: true,
  // Collations act on GROUP BY and not on `count(distinct)`; in a list nothing is collated.
  counted: (sql) => `case when (${sql}) is not null then [${sql}] end`,
  cutToGrain,
  cutToStep,
  // `duckdb_functions()` of DuckDB 1.5, without those that only work over a window.
  aggregates: words(`
    any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null arg_max_nulls_last
    arg_min arg_min_null arg_min_nulls_last argmax argmin array_agg avg bit_and bit_or bit_xor bitstring_agg bool_and
    bool_or corr count count_if count_star countif covar_pop covar_samp entropy favg first fsum geomean geometric_mean
    group_concat grouping grouping_id histogram histogram_exact json_group_array json_group_object
    json_group_structure kahan_sum kurtosis kurtosis_pop last list listagg mad max max_by mean median min min_by mode
    percentile_cont percentile_disc product quantile quantile_cont quantile_disc regr_avgx regr_avgy regr_count
    regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy reservoir_quantile sem skewness stddev stddev_pop
    stddev_samp string_agg sum sum_no_overflow sumkahan var_pop var_samp variance weighted_avg wavg
  `),
  scalarWithSeveralArguments: new Set(),
  pushDown,
  sentRows,
  arithmetic: {
    casts: {
      bigint: 64,
      decimal: "decimal",
      double: "double",
      float8: "double",
      hugeint: 128,
      int: 32,
      int4: 32,
      int8: 64,
      integer: 32,
      numeric: "decimal",
    },
  },
};
