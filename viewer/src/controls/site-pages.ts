import { createContext } from "preact";

/** The pages of the site, to which links in its texts may lead. */
export interface SitePages {
  /** The folder of the published site. */
  readonly root: URL;
  /** Whether a path below the folder is one of its pages. */
  readonly isPage: (path: string) => boolean;
}

/** Given by `main.tsx`. */
export const Pages = createContext<SitePages | undefined>(undefined);
