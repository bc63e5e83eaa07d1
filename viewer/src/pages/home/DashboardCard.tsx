import { DASHBOARD_ADDRESS } from "../../../../src/contract/pages/dashboard.js";
import type { Origin } from "../../../../src/contract/origin.js";
import type { DashboardSummary } from "../../../../src/contract/pages/home.js";
import { useApp } from "../../app/context.js";
import { Icon } from "../../controls/Icon.js";
import { countText, typeText } from "../../format/origin-text.js";
import { ago } from "../../format/moment.js";
import { Headline } from "./Headline.js";
import { Thumbnail } from "./Thumbnail.js";

interface DashboardCardProps {
  readonly dashboard: DashboardSummary;
  /** One level below that of the list in which it stands. */
  readonly heading: "h2" | "h3";
}

/** A dashboard on the home page: a small picture of it, what it is about and how its data is. */
export function DashboardCard({ dashboard, heading: Heading }: DashboardCardProps) {
  const { address, now } = useApp();
  const { name, description, tags, href, asOf } = dashboard;
  const external = href !== undefined;
  return (
    <a
      class="card dashboard-card"
      href={href ?? address.href(DASHBOARD_ADDRESS.path({ name }))}
      {...(external ? { target: "_blank", rel: "noopener noreferrer" } : {})}
    >
      <div class="preview">
        {external ? (
          <span class="preview-link">
            <Icon name="link" size={22} />
          </span>
        ) : (
          <Thumbnail rows={dashboard.rows} />
        )}
      </div>
      <div class="dashboard-text">
        <div class="dashboard-name">
          <Heading>{name}</Heading>
          <Health {...dashboard} />
        </div>
        <p class="soft">{description ?? (external ? `Opens ${hostOf(href)}` : "")}</p>
        {dashboard.numbers && <Headline numbers={dashboard.numbers} />}
        {dashboard.origins && <Sources origins={dashboard.origins} />}
        <div class="dashboard-meta">
          <span class="tags">
            {tags.map((tag) => (
              <span key={tag} class="tag">
                {tag}
              </span>
            ))}
          </span>
          {external && <span class="muted">Opens a new tab</span>}
          {asOf !== undefined && <span class="muted num">{ago(Date.parse(asOf), now.value)}</span>}
        </div>
      </div>
    </a>
  );
}

/** What a dashboard draws from. */
function Sources({ origins }: { readonly origins: readonly Origin[] }) {
  const types = [...new Set(origins.map(({ type }) => typeText(type)))];
  const names = origins.flatMap(({ type, name }) => name && `${name} (${typeText(type)})`);
  return (
    <p class="sources muted" {...(names.some(Boolean) ? { title: names.join(", ") } : {})}>
      <Icon name="source" size={13} />
      <span class="num">{countText(origins)}</span> {types.join(" · ")}
    </p>
  );
}

function Health({ failing, stale }: DashboardSummary) {
  if (failing > 0) {
    return (
      <span class="pill err">
        <span class="dot err" />
        {failing} failing
      </span>
    );
  }
  return stale > 0 ? (
    <span class="pill warn">
      <span class="dot warn" />
      Stale
    </span>
  ) : null;
}

function hostOf(href: string): string {
  return /^https?:\/\/([^/?#]+)/.exec(href)?.[1] ?? href;
}
