import { useApp } from "../app/context.js";
import { clockTime } from "../format/moment.js";
import { useDashboard } from "./context.js";

/** The results of one run are read within a while. */
const ONE_RUN = 60_000;

/** When the rows of a card were read, where that is another time than the page's. */
export function DataTime({ asOf }: { readonly asOf: string | undefined }) {
  const { formatter, now, store } = useApp();
  const { name } = useDashboard();
  const page = store.site.value?.dashboards.find((one) => one.name === name)?.asOf;
  if (asOf === undefined || page === undefined) return null;
  if (Math.abs(Date.parse(asOf) - Date.parse(page)) < ONE_RUN) return null;
  const time = clockTime(asOf, formatter.value.zone, now.value);
  return <span class="data-time muted num">as of {time}</span>;
}
