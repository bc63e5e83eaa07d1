/** Comparisons of a plan by the words that SQL has for them. */
export const COMPARISON_WORDS: Readonly<Record<string, string>> = {
  COMPARE_EQUAL: "=",
  COMPARE_NOTEQUAL: "<>",
  COMPARE_LESSTHAN: "<",
  COMPARE_GREATERTHAN: ">",
  COMPARE_LESSTHANOREQUALTO: "<=",
  COMPARE_GREATERTHANOREQUALTO: ">=",
  COMPARE_DISTINCT_FROM: "is distinct from",
  COMPARE_NOT_DISTINCT_FROM: "is not distinct from",
};
