import type { ComponentChildren } from "preact";
import type { SiteObject } from "../../../../src/contract/pages/dashboard.js";
import { HOME_ADDRESS, type DashboardSummary } from "../../../../src/contract/pages/home.js";
import { useClock } from "../../app/clock.js";
import { useApp } from "../../app/context.js";
import { Icon } from "../../controls/Icon.js";
import { overdueText } from "../../dashboard/overdue.js";
import { ago } from "../../format/moment.js";
import "./dashboard.css";

interface DashboardHeadProps {
  readonly title: string;
  readonly description: string | undefined;
  /** Of the dashboard. */
  readonly summary: DashboardSummary | undefined;
  /** What is shown, whose age is told. */
  readonly objects: readonly SiteObject[];
  /** The way here, below the home page. */
  readonly crumbs: readonly ComponentChildren[];
}

/** Where one is, what it is about, and how old its data is. */
export function DashboardHead(props: DashboardHeadProps) {
  const { title, description, summary, objects, crumbs } = props;
  const { address, now } = useApp();
  const overdue = overdueText(objects, now.value);
  return (
    <header class="dashboard-head">
      <nav class="crumbs" aria-label="Breadcrumb">
        <a href={address.href(HOME_ADDRESS.path({}))}>Dashboards</a>
        {crumbs.map((crumb, index) => (
          <>
            <Icon key={index} name="next" size={13} />
            {crumb}
          </>
        ))}
      </nav>
      <h1>{title}</h1>
      <p class="soft">
        {description !== undefined && <span>{description}</span>}
        {summary && <Freshness summary={summary} />}
      </p>
      {overdue !== undefined && (
        <p class="overdue" role="note">
          <Icon name="clock" />
          {overdue}
        </p>
      )}
    </header>
  );
}

function Freshness({ summary: { asOf, failing, stale } }: { summary: DashboardSummary }) {
  const { now, theme } = useApp();
  const clock = useClock();
  if (asOf === undefined) return null;
  return (
    <span class="fresh num">
      <span class={failing > 0 ? "dot err" : stale > 0 ? "dot warn" : "dot ok"} />
      Data as of {clock(asOf)}
      {!theme.paper.value && `, ${ago(Date.parse(asOf), now.value)}`}
    </span>
  );
}
