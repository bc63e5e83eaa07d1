/** The page's only way to the network: files of its own origin, below its own folder. */
import { diagnosticsIn, LoadFailure } from "./load-failure.js";

/** All reject with a {@link LoadFailure} when the file cannot be had. */
export interface Fetcher {
  readonly json: (url: string) => Promise<unknown>;
  /**
   * JSON whose content changes under the same address: the server is asked whether it has. The same
   * object as before where it has not.
   */
  readonly document: (url: string) => Promise<unknown>;
  readonly bytes: (url: string) => Promise<Uint8Array>;
}

/** Relative addresses are below `root`, the folder of the published page. */
export function createFetcher(root: URL): Fetcher {
  async function bytes(url: string, cache: RequestCache = "default"): Promise<Uint8Array> {
    const response = await fetch(new URL(url, root), { cache }).catch(() => undefined);
    if (!response) throw new LoadFailure();
    if (!response.ok) {
      const body = await response.text().catch(() => "");
      throw new LoadFailure(response.status, diagnosticsIn(body));
    }
    const body = new Uint8Array(await response.arrayBuffer());
    return isGzip(body) ? gunzip(body) : body;
  }
  const documents = new Map<string, { readonly text: string; readonly document: unknown }>();
  return {
    bytes: (url) => bytes(url),
    json: async (url) => JSON.parse(textOf(await bytes(url))),
    async document(url) {
      const text = textOf(await bytes(url, "no-cache"));
      const known = documents.get(url);
      if (known?.text === text) return known.document;
      const document: unknown = JSON.parse(text);
      documents.set(url, { text, document });
      return document;
    },
  };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/**
 * A static host serves compressed files as they are; a server that compresses on the way has had
 * them opened already.
 */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
