import { useApp } from "../app/context.js";
import { Icon } from "../controls/Icon.js";
import { ThemeSwitch } from "./ThemeSwitch.js";
import "./top-bar.css";

export function TopBar() {
  const { router, store } = useApp();
  const home = router.href({ page: "home" });
  const progress = store.progress.value;
  return (
    <header class="top-bar">
      <a class="brand" href={home}>
        <BrandMark />
        <span>{store.site.value?.project ?? "Headwater"}</span>
      </a>
      <nav class="top-nav" aria-label="Primary">
        <a href={home} aria-current={router.route.value.page === "home" ? "page" : "true"}>
          <Icon name="dashboards" />
          Dashboards
        </a>
      </nav>
      <span class="spacer" />
      {progress && (
        <span class="pill busy num" role="status">
          Building {progress.done} of {progress.total}
        </span>
      )}
      <ThemeSwitch />
      {progress && (
        <span class="run-progress" aria-hidden="true">
          <i style={{ width: `${(100 * progress.done) / Math.max(1, progress.total)}%` }} />
        </span>
      )}
    </header>
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
