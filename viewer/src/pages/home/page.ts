import { HOME_ADDRESS } from "../../../../src/contract/pages/home.js";
import { definePage } from "../../app/page.js";
import { HomePage } from "./HomePage.js";

export const HOME_PAGE = definePage({
  address: HOME_ADDRESS,
  section: "home",
  nav: { label: "Dashboards", icon: "dashboards", path: HOME_ADDRESS.path({}) },
  component: HomePage,
});
