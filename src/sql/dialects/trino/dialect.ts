import type { Dialect } from "../../dialect.js";
import { quoteIdentifier, quoteText } from "../../quote.js";
import { words } from "../words.js";
import { cutToGrain } from "./grain.js";
import { pushDown } from "./push-down.js";
import { sentRows } from "./sent-rows.js";
import { cutToStep } from "./step.js";
import { tokenizeTrino } from "./tokens.js";

export const trino: Dialect = {
  name: "trino",
  title: "Trino",
  tokenize: tokenizeTrino,
  quoteIdentifier,
  quoteText,
  supportsQualify: false,
  nullIs: "last",
  collates: false,
  cutToGrain,
  cutToStep,
  // What `SHOW FUNCTIONS` of Trino 476 calls an aggregate, and `grouping`.
  aggregates: words(`
    any_value approx_distinct approx_most_frequent approx_percentile approx_set arbitrary array_agg avg
    bitwise_and_agg bitwise_or_agg bitwise_xor_agg bool_and bool_or checksum convex_hull_agg corr count count_if
    covar_pop covar_samp every geometric_mean geometry_union_agg grouping histogram kurtosis listagg make_set_digest
    map_agg map_union max max_by merge merge_set_digest min min_by multimap_agg numeric_histogram qdigest_agg
    reduce_agg regr_intercept regr_slope skewness spatial_partitioning stddev stddev_pop stddev_samp sum tdigest_agg
    var_pop var_samp variance
  `),
  scalarWithSeveralArguments: new Set(),
  pushDown,
  sentRows,
};
