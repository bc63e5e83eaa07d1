import { useEffect } from "preact/hooks";
import type { DashboardSummary, Site } from "../../../../src/contract/pages/home.js";
import { useApp } from "../../app/context.js";
import { ChoiceMenu } from "../../controls/ChoiceMenu.js";
import { Icon } from "../../controls/Icon.js";
import { readChoice, writeChoice } from "../../controls/query.js";
import { DashboardCard } from "./DashboardCard.js";
import { groupByLevel, matches, tagsOf, type HomeFilter } from "./home-filter.js";
import { RunHealth } from "./RunHealth.js";
import "./home.css";

/** All dashboards, by level. */
export function Home() {
  const { address, store } = useApp();
  const site = store.site.value;
  const project = site?.project;
  useEffect(() => {
    document.title = project === undefined ? "Dashboards" : `Dashboards · ${project}`;
  }, [project]);
  if (!site) return null;
  const query = address.query.value;
  const filter: HomeFilter = {
    text: readChoice(query, "filter")?.[0] ?? "",
    tags: readChoice(query, "tag") ?? [],
  };
  const shown = site.dashboards.filter((dashboard) => matches(dashboard, filter));
  return (
    <div class="home">
      <div class="home-head">
        <div>
          <h1>Dashboards</h1>
          <p class="soft">{countText(site)}</p>
        </div>
        {site.run && <RunHealth run={site.run} />}
      </div>
      <Filters site={site} filter={filter} />
      {groupByLevel(shown, site.levels).map(({ title, description, dashboards }) => (
        <section key={title ?? ""}>
          {title !== undefined && (
            <h2 class="level">
              {title} <span class="muted num">{dashboards.length}</span>
              {description !== undefined && <small class="muted">{description}</small>}
            </h2>
          )}
          <ul class="dashboards">
            {dashboards.map((dashboard) => (
              <li key={dashboard.name}>
                <DashboardCard dashboard={dashboard} heading={title === undefined ? "h2" : "h3"} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {shown.length === 0 && <Nothing site={site} />}
    </div>
  );
}

function Filters({ site, filter }: { site: Site; filter: HomeFilter }) {
  const { address } = useApp();
  const tags = tagsOf(site.dashboards);
  if (site.dashboards.length < 2) return null;
  const set = (name: string, values: readonly string[] | undefined) =>
    address.changeQuery(writeChoice(address.query.value, name, values));
  return (
    <div class="home-filters">
      <label class="filter-box">
        <Icon name="search" />
        <span class="hidden-text">Filter dashboards</span>
        <input
          type="search"
          placeholder="Filter by name or tag"
          value={filter.text}
          onInput={({ currentTarget: { value } }) =>
            set("filter", value === "" ? undefined : [value])
          }
        />
      </label>
      {tags.length > 0 && (
        <ChoiceMenu
          label="Tag"
          options={tags}
          chosen={new Set(filter.tags)}
          multiple
          isDefault={filter.tags.length === 0}
          whenEmpty="Any"
          onChange={(values) => set("tag", values?.length === 0 ? undefined : values)}
        />
      )}
    </div>
  );
}

function Nothing({ site }: { site: Site }) {
  const { address } = useApp();
  if (site.dashboards.length === 0) {
    return <p class="soft">This project has no dashboards yet.</p>;
  }
  return (
    <p class="soft">
      No dashboard matches.{" "}
      <button type="button" class="link-button" onClick={() => address.changeQuery("")}>
        Show all
      </button>
    </p>
  );
}

function countText({ dashboards, levels }: Site): string {
  const used = new Set(dashboards.map(({ level }: DashboardSummary) => level)).size;
  const count = dashboards.length === 1 ? "1 dashboard" : `${dashboards.length} dashboards`;
  return levels.length > 1 && used > 1 ? `${count} across ${used} levels` : count;
}
