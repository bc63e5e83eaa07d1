import { DASHBOARD_ADDRESS, type SiteDashboard } from "../../../../src/contract/pages/dashboard.js";
import { objectsOf } from "../../dashboard/objects.js";
import { defineDocumentPage, type DocumentPlace } from "../../app/document-page.js";

export const DASHBOARD_PAGE = defineDocumentPage({
  address: DASHBOARD_ADDRESS,
  section: "home",
  ...dashboardDocument(({ name }: { readonly name: string }) => name),
  component: async () => (await import("./Dashboard.js")).Dashboard,
});

/** The document of a dashboard, for a page whose address names it. */
export function dashboardDocument<Params>(
  nameOf: (params: Params) => string,
): DocumentPlace<Params, SiteDashboard> {
  return {
    dashboard: nameOf,
    what: (params) => `The dashboard \`${nameOf(params)}\``,
    url: (params, { dashboards }) => dashboards.find((one) => one.name === nameOf(params))?.url,
    missing: (params) => ({
      title: "There is no such dashboard",
      text: `No dashboard is called \`${nameOf(params)}\`.`,
    }),
    results: resultUrls,
  };
}

function resultUrls(dashboard: SiteDashboard): string[] {
  const states = Object.values(dashboard.traces).flatMap(({ switched }) =>
    Object.values(switched?.states ?? {}),
  );
  return [...objectsOf(dashboard), ...states].flatMap(({ data }) => data?.url ?? []);
}
