import { useEffect } from "preact/hooks";
import type { SiteDashboard } from "../../../../src/contract/pages/dashboard.js";
import { useApp } from "../../app/context.js";
import { OpenDashboard } from "../../dashboard/context.js";
import { objectsOf } from "../../dashboard/objects.js";
import { InputBar, InputsOf } from "../../dashboard/inputs.js";
import { PaperChoices } from "../../dashboard/PaperChoices.js";
import { PreparedForPaper } from "../../dashboard/prepared-for-paper.js";
import { Rows } from "../../dashboard/Rows.js";
import { DashboardHead } from "./DashboardHead.js";

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
  const level = summary?.level === undefined ? undefined : site?.levels[summary.level];
  return (
    <OpenDashboard.Provider value={dashboard}>
      <InputsOf dashboard={dashboard}>
        <div class="dashboard">
          <DashboardHead
            title={name}
            description={dashboard.description}
            summary={summary}
            objects={objectsOf(dashboard)}
            crumbs={level ? [<span key="level">{level.title}</span>] : []}
          />
          <InputBar rows={rows} />
          <PaperChoices />
          <Rows rows={rows} />
          <PreparedForPaper dashboard={dashboard} />
        </div>
      </InputsOf>
    </OpenDashboard.Provider>
  );
}
