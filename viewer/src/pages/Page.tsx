import { useEffect, useRef } from "preact/hooks";
import { HOME_ADDRESS } from "../../../src/contract/pages/home.js";
import { useApp } from "../app/context.js";
import { LoadNotice, Notice } from "../controls/Notice.js";
import { openPage } from "./pages.js";
import { Panels } from "./Panels.js";
import { TopBar } from "./TopBar.js";
import "./page.css";

/** The frame of every page. */
export function Page() {
  const { address, store } = useApp();
  const path = address.path.value;
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);
  useEffect(() => {
    // The link that led here may be gone: the keyboard goes on in the page that it opened.
    if (shown.current !== path && document.activeElement === document.body) {
      main.current?.focus({ preventScroll: true });
    }
    shown.current = path;
  }, [path]);
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <TopBar />
      <main ref={main} id="main" tabIndex={-1}>
        {store.site.value ? <Content /> : <Waiting />}
      </main>
      <Panels />
    </>
  );
}

function Content() {
  const { address } = useApp();
  const path = address.path.value;
  const page = openPage(path);
  if (page) return page.draw();
  return (
    <Notice title="There is no such page" text={`Nothing is published at \`${path}\`.`}>
      <a class="button" href={address.href(HOME_ADDRESS.path({}))}>
        All dashboards
      </a>
    </Notice>
  );
}

/** Nothing at first, so that quick answers do not flicker; then why there is no site. */
function Waiting() {
  const { store, refresh } = useApp();
  const problems = store.failure.value;
  if (problems.length === 0) return null;
  return (
    <LoadNotice
      title="The dashboards cannot be loaded"
      problems={problems}
      onRetry={() => void refresh()}
    />
  );
}
