/** Why a pattern can never mean what its author had in mind. */
export type PatternFault =
  | "range-backwards"
  | "range-open"
  | "unclosed"
  | "folders-twice"
  | "unreadable";
