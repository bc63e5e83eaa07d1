import { useEffect, useMemo } from "preact/hooks";
import { CARD_ADDRESS, type CardPlace } from "../../../../src/contract/pages/card.js";
import { DASHBOARD_ADDRESS, type SiteDashboard } from "../../../../src/contract/pages/dashboard.js";
import { useApp } from "../../app/context.js";
import { Icon } from "../../controls/Icon.js";
import { Notice } from "../../controls/Notice.js";
import { ChartItem } from "../../dashboard/ChartItem.js";
import { OnOwnPage, OpenDashboard } from "../../dashboard/context.js";
import { InputBar, InputsOf } from "../../dashboard/inputs.js";
import { inputsOf, objectsOfCard } from "../../dashboard/objects.js";
import { PaperChoices } from "../../dashboard/PaperChoices.js";
import { TABLE_ITEM } from "../../dashboard/table-parts.js";
import { stripMarkup } from "../../format/markup.js";
import { DashboardHead } from "../dashboard/DashboardHead.js";
import "./card-page.css";

/** A chart or a table of a dashboard, as large as the window. */
export function CardPage({ document: dashboard }: { readonly document: SiteDashboard }) {
  const { address, store } = useApp();
  const place = CARD_ADDRESS.parse(address.path.value);
  const site = store.site.value;
  const head = place && headOf(dashboard, place);
  const title = head?.title ?? place?.name ?? "";
  useEffect(() => {
    document.title = [title, dashboard.name, site?.project ?? "Headwater"].join(" · ");
  }, [title, dashboard.name, site?.project]);
  // Selectors that have an item elsewhere on the dashboard stand in the head of the card here.
  const alone = useMemo(() => withoutRows(dashboard, place), [dashboard, place?.kind, place?.name]);
  const query = address.query.value === "" ? "" : `?${address.query.value}`;
  const back = address.href(DASHBOARD_ADDRESS.path({ name: dashboard.name })) + query;
  if (!place || !head) return <Missing place={place} back={back} />;
  return (
    <OpenDashboard.Provider value={alone}>
      <OnOwnPage.Provider value={true}>
        <InputsOf dashboard={alone}>
          <div class="dashboard card-page">
            <DashboardHead
              {...head}
              summary={site?.dashboards.find(({ name }) => name === dashboard.name)}
              objects={objectsOfCard(dashboard, place)}
              crumbs={[
                <a key="dashboard" href={back}>
                  {dashboard.name}
                </a>,
              ]}
            />
            <a class="button card-page-back" href={back}>
              <Icon name="previous" />
              Back to dashboard
            </a>
            <InputBar rows={alone.rows} />
            <PaperChoices />
            <div class={`item-frame ${place.kind}`}>
              {place.kind === "chart" ? (
                <ChartItem key={place.name} name={place.name} />
              ) : (
                <TABLE_ITEM.Component key={place.name} name={place.name} />
              )}
            </div>
          </div>
        </InputsOf>
      </OnOwnPage.Provider>
    </OpenDashboard.Provider>
  );
}

/** Of the inputs those that the card follows. */
function withoutRows(dashboard: SiteDashboard, place: CardPlace | undefined): SiteDashboard {
  const { inputs, ...rest } = dashboard;
  const followed = inputsOf(place ? objectsOfCard(dashboard, place) : []);
  const kept = inputs?.filter(({ name }) => followed.has(name)) ?? [];
  return { ...rest, rows: [], ...(kept.length > 0 && { inputs: kept }) };
}

function Missing({ place, back }: { place: CardPlace | undefined; back: string }) {
  return (
    <Notice
      title={`There is no such ${place?.kind ?? "chart"}`}
      text={`No ${place?.kind ?? "chart"} of this dashboard is called \`${place?.name ?? ""}\`.`}
    >
      <a class="button" href={back}>
        Back to dashboard
      </a>
    </Notice>
  );
}

interface Head {
  readonly title: string;
  readonly description: string | undefined;
}

function headOf({ charts, tables }: SiteDashboard, { kind, name }: CardPlace): Head | undefined {
  if (kind === "table") {
    const table = tables[name];
    return table && { title: name, description: table.description };
  }
  const chart = charts[name];
  return chart && { title: stripMarkup(chart.title ?? name), description: chart.description };
}
