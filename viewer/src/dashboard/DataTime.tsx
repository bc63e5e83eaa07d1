import { useClock } from "../app/clock.js";
import { useApp } from "../app/context.js";
import { useDashboard } from "./context.js";

/** The results of one run are read within a while. */
const ONE_RUN = 60_000;

/** When the rows of a card were read, where that is another time than the page's. */
export function DataTime({ asOf }: { readonly asOf: string | undefined }) {
  const { store } = useApp();
  const clock = useClock();
  const { name } = useDashboard();
  const page = store.site.value?.dashboards.find((one) => one.name === name)?.asOf;
  if (asOf === undefined || page === undefined) return null;
  if (Math.abs(Date.parse(asOf) - Date.parse(page)) < ONE_RUN) return null;
  return <span class="data-time muted num">as of {clock(asOf)}</span>;
}
