import { HOME_ADDRESS } from "../../../src/contract/pages/home.js";
import { useApp } from "../app/context.js";
import { Icon } from "../controls/Icon.js";
import { openPage, PAGES } from "./pages.js";
import { Refresh } from "./Refresh.js";
import { Search } from "./Search.js";
import { ThemeSwitch } from "./ThemeSwitch.js";
import "./top-bar.css";

/** The project, the way to its pages, what is being built, and the theme. */
export function TopBar() {
  const { address, store } = useApp();
  const progress = store.progress.value;
  return (
    <header class="top-bar">
      <a class="brand" href={address.href(HOME_ADDRESS.path({}))}>
        <BrandMark />
        <span>{store.site.value?.project ?? "Headwater"}</span>
      </a>
      <TopNav />
      <span class="spacer" />
      {progress && (
        <span class="pill busy num" role="status">
          {progress.refresh ? "Refreshing" : "Building"} {progress.done} of {progress.total}
        </span>
      )}
      <Search />
      <Refresh />
      <ThemeSwitch />
      {progress && (
        <span class="run-progress" aria-hidden="true">
          <i style={{ width: `${(100 * progress.done) / Math.max(1, progress.total)}%` }} />
        </span>
      )}
    </header>
  );
}

function TopNav() {
  const { address } = useApp();
  const open = openPage(address.path.value)?.name;
  const section = Object.entries(PAGES).find(([name]) => name === open)?.[1].section;
  return (
    <nav class="top-nav" aria-label="Primary">
      {Object.entries(PAGES).map(
        ([name, { nav }]) =>
          nav && (
            <a
              key={name}
              href={address.href(nav.path)}
              {...(name === section ? { "aria-current": name === open ? "page" : "true" } : {})}
            >
              <Icon name={nav.icon} />
              {nav.label}
            </a>
          ),
      )}
    </nav>
  );
}

function BrandMark() {
  return (
    <span class="brand-mark">
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <rect x="1.5" y="8.5" width="3.4" height="6" rx="1" fill="var(--surface)" />
        <rect x="6.3" y="4.5" width="3.4" height="10" rx="1" fill="var(--surface)" opacity=".75" />
        <rect x="11.1" y="1.5" width="3.4" height="13" rx="1" fill="var(--accent)" />
      </svg>
    </span>
  );
}
