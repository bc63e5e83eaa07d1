import { DASHBOARD_ADDRESS, type SiteDashboard } from "../../../../src/contract/pages/dashboard.js";
import { defineDocumentPage } from "../../app/document-page.js";

export const DASHBOARD_PAGE = defineDocumentPage({
  address: DASHBOARD_ADDRESS,
  section: "home",
  what: ({ name }) => `The dashboard \`${name}\``,
  url: ({ name }, { dashboards }) => dashboards.find((one) => one.name === name)?.url,
  missing: ({ name }) => ({
    title: "There is no such dashboard",
    text: `No dashboard is called \`${name}\`.`,
  }),
  results: resultUrls,
  component: async () => (await import("./Dashboard.js")).Dashboard,
});

function resultUrls({ traces, tables }: SiteDashboard): string[] {
  const objects = [
    ...Object.values(traces),
    ...Object.values(tables).flatMap(({ model }) => model ?? []),
  ];
  const states = Object.values(traces).flatMap(({ switched }) =>
    Object.values(switched?.states ?? {}),
  );
  return [...objects, ...states].flatMap(({ data }) => data?.url ?? []);
}
