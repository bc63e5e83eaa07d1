import type { Dialect } from "../../dialect.js";
import { quoteIdentifier } from "../../quote.js";
import { cutToStep } from "../step.js";
import { words } from "../words.js";
import { cutToGrain } from "./grain.js";
import { pushDown } from "./push-down.js";
import { quoteWithBackslashes } from "./quote.js";
import { sentRows } from "./sent-rows.js";
import { tokenizeSnowflake } from "./tokens.js";

/**
 * Names without quotes are folded to upper case by the server; those that are written here always
 * have quotes.
 */
export const snowflake: Dialect = {
  name: "snowflake",
  title: "Snowflake",
  tokenize: tokenizeSnowflake,
  quoteIdentifier,
  foldName: (name) => name.toUpperCase(),
  quoteText: quoteWithBackslashes,
  supportsQualify: true,
  nullIs: "largest",
  collates: true,
  cutToGrain,
  cutToStep,
  // The chapter on aggregate functions of Snowflake's reference, 2026.
  aggregates: words(`
    any_value approx_count_distinct approx_percentile approx_percentile_accumulate approx_percentile_combine
    approx_top_k approx_top_k_accumulate approx_top_k_combine approximate_jaccard_index approximate_similarity
    array_agg array_union_agg array_unique_agg avg bit_and bit_and_agg bit_or bit_or_agg bit_xor bit_xor_agg
    bitand_agg bitandagg bitmap_construct_agg bitmap_or_agg bitor_agg bitoragg bitxor_agg bitxoragg booland_agg
    boolor_agg boolxor_agg corr count count_if covar_pop covar_samp grouping grouping_id hash_agg hll hll_accumulate
    hll_combine kurtosis listagg max max_by median min min_by minhash minhash_combine mode object_agg
    percentile_cont percentile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx
    regr_sxy regr_syy skew stddev stddev_pop stddev_samp string_agg sum var_pop var_samp variance variance_pop
    variance_samp
  `),
  scalarWithSeveralArguments: new Set(),
  pushDown,
  sentRows,
};
