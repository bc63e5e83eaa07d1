import { useEffect } from "preact/hooks";
import type { SiteDashboard } from "../../../../src/contract/pages/dashboard.js";
import { HOME_ADDRESS, type DashboardSummary } from "../../../../src/contract/pages/home.js";
import { useApp } from "../../app/context.js";
import { Icon } from "../../controls/Icon.js";
import { OpenDashboard } from "../../dashboard/context.js";
import { InputBar, InputsOf } from "../../dashboard/inputs.js";
import { PaperChoices } from "../../dashboard/PaperChoices.js";
import { PreparedForPaper } from "../../dashboard/prepared-for-paper.js";
import { Rows } from "../../dashboard/Rows.js";
import { clockTime, ago } from "../../format/moment.js";
import "./dashboard.css";

/** One dashboard. */
export function Dashboard({ document: dashboard }: { readonly document: SiteDashboard }) {
  const { store } = useApp();
  const { name, rows } = dashboard;
  const site = store.site.value;
  const project = site?.project ?? "Headwater";
  useEffect(() => {
    document.title = `${name} · ${project}`;
  }, [name, project]);
  const summary = site?.dashboards.find((one) => one.name === name);
  return (
    <OpenDashboard.Provider value={dashboard}>
      <InputsOf dashboard={dashboard}>
        <div class="dashboard">
          <Head dashboard={dashboard} summary={summary} />
          <InputBar rows={rows} />
          <PaperChoices />
          <Rows rows={rows} />
          <PreparedForPaper dashboard={dashboard} />
        </div>
      </InputsOf>
    </OpenDashboard.Provider>
  );
}

interface HeadProps {
  readonly dashboard: SiteDashboard;
  readonly summary: DashboardSummary | undefined;
}

function Head({ dashboard, summary }: HeadProps) {
  const { address, store } = useApp();
  const level = summary?.level === undefined ? undefined : store.site.value?.levels[summary.level];
  return (
    <header class="dashboard-head">
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href={address.href(HOME_ADDRESS.path({}))}>Dashboards</a>
        {level && (
          <>
            <Icon name="next" size={13} />
            <span>{level.title}</span>
          </>
        )}
      </nav>
      <h1>{dashboard.name}</h1>
      <p class="soft">
        {dashboard.description !== undefined && <span>{dashboard.description}</span>}
        {summary && <Freshness summary={summary} />}
      </p>
    </header>
  );
}

function Freshness({ summary: { asOf, failing, stale } }: { summary: DashboardSummary }) {
  const { formatter, now } = useApp();
  if (asOf === undefined) return null;
  return (
    <span class="fresh num">
      <span class={failing > 0 ? "dot err" : stale > 0 ? "dot warn" : "dot ok"} />
      Data as of {clockTime(asOf, formatter.value.zone, now.value)},{" "}
      {ago(Date.parse(asOf), now.value)}
    </span>
  );
}
