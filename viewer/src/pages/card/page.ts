import { CARD_ADDRESS, type CardPlace } from "../../../../src/contract/pages/card.js";
import { defineDocumentPage } from "../../app/document-page.js";
import { dashboardDocument } from "../dashboard/page.js";

/** Draws from the document of its dashboard, which is loaded already where one comes from there. */
export const CARD_PAGE = defineDocumentPage({
  address: CARD_ADDRESS,
  section: "home",
  ...dashboardDocument(({ dashboard }: CardPlace) => dashboard),
  component: async () => (await import("./CardPage.js")).CardPage,
});
