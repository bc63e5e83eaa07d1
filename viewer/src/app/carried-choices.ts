import { DASHBOARD_ADDRESS } from "../../../src/contract/pages/dashboard.js";
import type { Site } from "../../../src/contract/pages/home.js";
import { queryOf } from "../controls/query.js";

/** Where a reader is, and what is chosen there. */
interface Place {
  /** Below the site's folder. */
  readonly path: string;
  readonly query: string;
}

/**
 * The query with which a link from one dashboard opens another: what is chosen of the inputs that
 * both have. Empty between all other pages.
 */
export function carriedChoices(site: Site | undefined, from: Place, to: string): string {
  const inputsAt = (path: string): readonly string[] => {
    const place = DASHBOARD_ADDRESS.parse(path);
    const summary = site?.dashboards.find(({ name }) => name === place?.name);
    return summary?.inputs?.map(({ name }) => name) ?? [];
  };
  const there = new Set(inputsAt(to));
  return queryOf(
    from.query,
    inputsAt(from.path).filter((name) => there.has(name)),
  );
}
