/**
 * The characters with which the renderer marks text. They are noncharacters of Unicode, which no
 * text that is meant for others holds; a project file that has one is refused.
 */

/** Around the index of a mark, in the marked render only. */
export const MARK_OPEN = "\uFDD0";
export const MARK_CLOSE = "\uFDD1";

/** Around the index of an {@link EnvironmentCall} that YAML must carry as one opaque piece. */
export const ENV_OPEN = "\uFDD2";
export const ENV_CLOSE = "\uFDD3";

/** Between `$` and `{` of a variable's value, so that it is not substituted a second time. */
export const GUARD = "\uFDD4";

/** Any of the characters above. */
export const RESERVED = /[\uFDD0-\uFDD4]/;

/** A call of `env_var` whose value is put in after parsing. */
export interface EnvironmentCall {
  readonly variable: string;
  /** The second argument as text. */
  readonly fallback?: string;
}

/** The opaque piece of text for a call. */
export function envMarker(index: number): string {
  return `${ENV_OPEN}${index}${ENV_CLOSE}`;
}
