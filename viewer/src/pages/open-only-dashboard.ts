import { effect } from "@preact/signals";
import { DASHBOARD_ADDRESS } from "../../../src/contract/pages/dashboard.js";
import { HOME_ADDRESS } from "../../../src/contract/pages/home.js";
import type { AppContext } from "../app/context.js";

/**
 * Who comes to the home page from elsewhere is shown the dashboard at once where there is only one,
 * in the place of the home page, so that Back leaves the site. The list is there for who asks for it
 * on a page, and stays when it is loaded again.
 */
export function openOnlyDashboard(
  performance: Performance,
  { address, store }: Pick<AppContext, "address" | "store">,
): void {
  const [entry] = performance.getEntriesByType("navigation");
  if (entry && "type" in entry && entry.type !== "navigate") return;
  const stop = effect(() => {
    const site = store.site.value;
    if (!site) return;
    queueMicrotask(() => stop());
    const [only, ...others] = site.dashboards;
    const isHome = HOME_ADDRESS.parse(address.path.peek()) && address.query.peek() === "";
    if (!isHome || !only || only.href !== undefined || others.length > 0) return;
    address.replace(DASHBOARD_ADDRESS.path({ name: only.name }));
  });
}
