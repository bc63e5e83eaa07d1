/** Pages that draw a document of their own. */
import type { FunctionComponent } from "preact";
import { HOME_ADDRESS, type Site } from "../../../src/contract/pages/home.js";
import type { PageAddress } from "../../../src/contract/pages/page.js";
import { LoadNotice, Notice } from "../controls/Notice.js";
import { loadProblems } from "../data/load-failure.js";
import type { OpenDocument } from "../data/site-store.js";
import { useApp } from "./context.js";
import type { PageDefinition, PagePlace } from "./page.js";
import { usePart } from "./part.js";

/** A document of the site that the parameters of an address name. */
export interface DocumentPlace<Params, Document> {
  /** The dashboard whose rows it is about. */
  readonly dashboard: (params: Params) => string;
  /** Begins a sentence about the document. */
  readonly what: (params: Params) => string;
  /** Its address; undefined when the site has none such. */
  readonly url: (params: Params, site: Site) => string | undefined;
  /** What to say then. */
  readonly missing: (params: Params) => { readonly title: string; readonly text: string };
  /** Addresses of the results that it names. */
  readonly results: (document: Document) => Iterable<string>;
}

interface DocumentPage<Params extends object, Document>
  extends PagePlace, DocumentPlace<Params, Document> {
  readonly address: PageAddress<Params>;
  /** Code of its own, which other pages need not load. */
  readonly component: () => Promise<FunctionComponent<{ readonly document: Document }>>;
}

/** A page with a document of its own, in whatever state that is. */
export function defineDocumentPage<Params extends object, Document>(
  page: DocumentPage<Params, Document>,
): PageDefinition {
  const { address, section, nav } = page;
  return {
    section,
    ...(nav && { nav }),
    open(path) {
      const params = address.parse(path);
      if (!params) return undefined;
      const document: OpenDocument = {
        what: page.what(params),
        url: (site) => page.url(params, site),
        // The server and `dist` write a page's document in the contract's shape.
        results: (written) => page.results(written as Document),
      };
      return {
        document,
        dashboard: page.dashboard(params),
        draw: () => (
          <Content
            key={path}
            document={document}
            missing={page.missing(params)}
            component={page.component}
          />
        ),
      };
    },
  };
}

interface ContentProps<Document> {
  readonly document: OpenDocument;
  readonly missing: { readonly title: string; readonly text: string };
  readonly component: () => Promise<FunctionComponent<{ readonly document: Document }>>;
}

/** The page's code and its document are loaded side by side. */
function Content<Document>({ document, missing, component }: ContentProps<Document>) {
  const { address, store, refresh } = useApp();
  const code = usePart(component);
  const site = store.site.value;
  if (!site) return null;
  const url = document.url(site);
  if (url === undefined) {
    return (
      <Notice {...missing}>
        <a class="button" href={address.href(HOME_ADDRESS.path({}))}>
          All dashboards
        </a>
      </Notice>
    );
  }
  const state = store.document(url, document.what).value;
  const title = `${document.what} cannot be shown`;
  if (state.state === "failed") {
    return <LoadNotice title={title} problems={state.problems} onRetry={() => void refresh()} />;
  }
  if (code.state === "failed") {
    const problems = loadProblems(document.what, code.error);
    return <LoadNotice title={title} problems={problems} onRetry={() => location.reload()} />;
  }
  if (state.state === "loading" || code.state === "loading") return null;
  const { part: Component } = code;
  // As above: written in the contract's shape.
  return <Component document={state.document as Document} />;
}
