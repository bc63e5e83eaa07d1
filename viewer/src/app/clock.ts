/** When something was read or run, where the page says it. */
import { clockTime, dateAndTime } from "../format/moment.js";
import { useApp } from "./context.js";

/** Writes an instant for a reader of today; with its date on paper, which is read on any day. */
export function useClock(): (instant: string) => string {
  const { formatter, now, theme } = useApp();
  return (instant) =>
    theme.paper.value
      ? dateAndTime(instant, formatter.value.zone)
      : clockTime(instant, formatter.value.zone, now.value);
}
