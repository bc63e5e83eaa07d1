/** What is written of an input and means nothing to it. */
export interface Unreadable {
  readonly is: "unreadable";
  /** A clause that says what is wrong, without a full stop. */
  readonly why: string;
}

export function unreadable(why: string): Unreadable {
  return { is: "unreadable", why };
}
