import { PartPage } from "../../app/PartPage.js";

/** The list of dashboards; who opens one of them by its address does not load its code. */
export function HomePage() {
  return <PartPage title="Dashboards" load={async () => (await import("./Home.js")).Home} />;
}
