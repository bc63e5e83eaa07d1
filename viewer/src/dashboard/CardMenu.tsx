import { useContext, useState } from "preact/hooks";
import { CARD_ADDRESS } from "../../../src/contract/pages/card.js";
import { cardAnchor } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import type { LegendEntry } from "../charts/legend-entries.js";
import type { TraceType } from "../charts/trace-types.js";
import { ActionMenu, type Action } from "../controls/ActionMenu.js";
import { copyText } from "../controls/copy-text.js";
import { importPart, loadProblems } from "../data/load-failure.js";
import { viewerDiagnostic } from "../data/viewer-diagnostic.js";
import { dateAndTime } from "../format/moment.js";
import { OnOwnPage, useDashboard } from "./context.js";
import { CardSaying, type Saying } from "./CardSaying.js";
import { definePart } from "./parts.js";
import type { QueryPanelProps } from "./QueryPanel.js";
import type { PictureFormat } from "./save-picture.js";
import { useStatedChoices, type Governed } from "./stated-choices.js";

const QUERY_PANEL = definePart<QueryPanelProps>(
  async () => (await import("./QueryPanel.js")).QueryPanel,
);

/** What a card has drawn, for a picture of it. */
export interface DrawnCard {
  readonly element: HTMLElement;
  readonly types: ReadonlySet<TraceType>;
  /** Where the page has the legend beside the drawing. */
  readonly legend: readonly LegendEntry[];
  /** What stands below it: rows that it does not show, and how it shows the others. */
  readonly notices: readonly string[];
}

export interface CardMenuProps {
  readonly kind: "chart" | "table";
  readonly name: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly governed: Governed;
  /** When the oldest of its rows were read. */
  readonly asOf?: string | undefined;
  /** Some of what belongs to it is not there. */
  readonly incomplete?: boolean;
  /** Absent while there is nothing drawn that a picture could show. */
  readonly drawn?: DrawnCard | undefined;
  /** Saves the rows behind the card in a file; absent while there are none. */
  readonly saveRows?: (() => Promise<void>) | undefined;
}

/** What can be done with a chart or a table, behind three dots in its head. */
export function CardMenu(props: CardMenuProps) {
  const { kind, name, title, drawn, saveRows } = props;
  const { address, store } = useApp();
  const site = store.site.value;
  const dashboard = useDashboard().name;
  const hasOwnPage = useContext(OnOwnPage);
  const [saying, setSaying] = useState<Saying>();
  const [asked, setAsked] = useState(false);
  const savePicture = useSavePicture(props);
  const queries = site?.dashboards.find((one) => one.name === dashboard)?.queries;
  const query = address.query.value === "" ? "" : `?${address.query.value}`;
  const place = { dashboard, kind, name };

  async function save(card: DrawnCard, format: PictureFormat): Promise<void> {
    setSaying(undefined);
    try {
      await savePicture(card, format);
    } catch (error) {
      const problem = viewerDiagnostic("viewer-picture-failed", { name: title }, String(error));
      setSaying({ problems: [problem] });
    }
  }

  async function saveFile(rows: NonNullable<CardMenuProps["saveRows"]>): Promise<void> {
    setSaying(undefined);
    try {
      await rows();
    } catch (error) {
      setSaying({ problems: loadProblems(`The rows of \`${title}\``, error) });
    }
  }

  async function copyLink(): Promise<void> {
    const { origin, pathname } = location;
    const anchor = hasOwnPage ? "" : cardAnchor(kind, name);
    const link = origin + pathname + query + anchor;
    setSaying((await copyText(link)) ? { text: "Link copied" } : { text: "Copy this link:", link });
  }

  const actions: Action[] = [
    ...(hasOwnPage
      ? []
      : ([
          {
            label: "Full page",
            icon: "grow",
            href: address.href(CARD_ADDRESS.path(place)) + query,
          },
        ] as const)),
    ...(drawn
      ? ([
          { label: "Download PNG", icon: "picture", run: () => void save(drawn, "png") },
          { label: "Download SVG", icon: "picture", run: () => void save(drawn, "svg") },
        ] as const)
      : []),
    ...(saveRows
      ? ([{ label: "Download CSV", icon: "download", run: () => void saveFile(saveRows) }] as const)
      : []),
    ...(queries === undefined
      ? []
      : ([{ label: "Show query", icon: "code", run: () => setAsked(true) }] as const)),
    { label: "Copy link", icon: "link", run: () => void copyLink() },
  ];
  return (
    <>
      <ActionMenu label={`More actions for ${title}`} actions={actions} />
      {asked && queries !== undefined && (
        <QUERY_PANEL.Component
          kind={kind}
          name={name}
          title={title}
          url={queries}
          onClose={() => setAsked(false)}
        />
      )}
      <CardSaying saying={saying} onDone={() => setSaying(undefined)} />
    </>
  );
}

/** Draws the picture with what its reader cannot look up; its code is loaded on first use. */
function useSavePicture(props: CardMenuProps) {
  const { title, description, governed, asOf, incomplete } = props;
  const app = useApp();
  const dashboard = useDashboard();
  const stated = useStatedChoices();
  return async (card: DrawnCard, format: PictureFormat): Promise<void> => {
    const { savePicture } = await importPart(import("./save-picture.js"));
    const loader = await importPart(app.painters());
    const painter = await loader.load(card.types);
    const { zone } = app.formatter.value;
    const place = [app.store.site.value?.project, dashboard.name].filter(Boolean).join(" · ");
    const notes = [
      incomplete ? "Incomplete: some of its data is missing" : "",
      ...card.notices,
      stated(governed)
        .map(({ name, value }) => `${name}: ${value}`)
        .join(" · "),
      place,
      asOf === undefined ? "" : `Data as of ${dateAndTime(asOf, zone)}`,
    ];
    const texts = { title, description, legend: card.legend, notes };
    await savePicture(painter, card.element, texts, format);
  };
}
