import { milliseconds } from "../project/schema/types/duration.js";
import { wrongUsage } from "./usage.js";

export const EVERY_OPTION = [
  "--every <time>",
  "ask the sources again each `15m`, `1h` … from then on",
] as const;

const SHORTEST = 1_000;
const LONGEST = 7 * 86_400_000;

/** Milliseconds of `--every`. */
export function periodOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const period = milliseconds(text);
  if (period !== undefined && period >= SHORTEST && period <= LONGEST) return period;
  throw wrongUsage(
    `\`${text}\` is not a time between two runs.`,
    "From `1s` to `7d`, such as `30s`, `15m` or `1h`.",
  );
}
