import type { Dialect } from "../../dialect.js";
import { words } from "../words.js";
import { cutToGrain } from "./grain.js";
import { pushDown } from "./push-down.js";
import { quoteName, quoteLiteral } from "./quote.js";
import { sentRows } from "./sent-rows.js";
import { cutToStep } from "./step.js";
import { tokenizeBigquery } from "./tokens.js";

/** GoogleSQL of BigQuery. */
export const bigquery: Dialect = {
  name: "bigquery",
  title: "BigQuery",
  tokenize: tokenizeBigquery,
  quoteIdentifier: quoteName,
  quoteText: quoteLiteral,
  supportsQualify: true,
  nullsLast: "nulls last",
  nullIs: "smallest",
  collates: false,
  cutToGrain,
  cutToStep,
  // The chapters on aggregate, approximate, statistical, HyperLogLog++ and geography functions.
  aggregates: words(`
    any_value approx_count_distinct approx_quantiles approx_top_count approx_top_sum array_agg array_concat_agg avg
    bit_and bit_or bit_xor corr count count_if countif covar_pop covar_samp grouping logical_and logical_or max
    max_by min min_by st_centroid_agg st_clusterdbscan_agg st_extent st_union_agg stddev stddev_pop stddev_samp
    string_agg sum var_pop var_samp variance init merge merge_partial
  `),
  scalarWithSeveralArguments: new Set(),
  pushDown,
  sentRows,
};
