import { useEffect, useState } from "preact/hooks";
import type { FunctionComponent } from "preact";
import { useApp } from "../app/context.js";
import { TopBar } from "./TopBar.js";
import type { Route } from "../app/address.js";
import { Home } from "./home/Home.js";
import { Notice } from "../controls/Notice.js";
import { ProblemsPanel } from "./ProblemsPanel.js";
import "./page.css";

/** The frame of every page. */
export function Page() {
  const { router, store } = useApp();
  const route = router.route.value;
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <TopBar />
      <main id="main" tabIndex={-1}>
        {store.site.value ? <Content route={route} /> : <Waiting />}
      </main>
      <ProblemsPanel />
    </>
  );
}

function Content({ route }: { route: Route }) {
  if (route.page === "home") return <Home />;
  if (route.page === "dashboard") return <DashboardLoader key={route.name} name={route.name} />;
  return (
    <Notice title="There is no such page" text={`Nothing is published at \`${route.path}\`.`} />
  );
}

function Waiting() {
  const { store } = useApp();
  const message = store.failure.value;
  if (message === undefined) return null;
  return (
    <Notice
      title="The dashboards cannot be loaded"
      text={message}
      action={{ label: "Try again", run: () => void store.refresh() }}
    />
  );
}

type DashboardPage = FunctionComponent<{ name: string }>;

/** Dashboards are code of their own, which the home page need not load. */
function DashboardLoader({ name }: { name: string }) {
  const [Loaded, setLoaded] = useState<{ page: DashboardPage }>();
  useEffect(() => {
    void import("./dashboard/Dashboard.js").then(({ Dashboard }) => setLoaded({ page: Dashboard }));
  }, []);
  return Loaded ? <Loaded.page name={name} /> : null;
}
