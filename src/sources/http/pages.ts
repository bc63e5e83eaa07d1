import { HttpFailure } from "./failure.js";

export interface Paging<Page> {
  /**
   * `token` says which page: undefined for the first, else what `next` gave. Ends soon when the
   * signal is aborted.
   */
  readonly read: (token: string | undefined, signal: AbortSignal) => Promise<Page>;
  /** The token or the address of the page after this one; undefined at the last. */
  readonly next: (page: Page) => string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The pages of an answer in their order. While the consumer has one, the next is read, and no more:
 * who does not ask holds back the service. Cancelling, and leaving the loop, stop the call under
 * way and wait for its end.
 */
export async function* readPages<Page>({
  read,
  next,
  signal,
}: Paging<Page>): AsyncGenerator<Page, void, undefined> {
  const stop = new AbortController();
  const cancel = () => stop.abort(signal?.reason);
  signal?.addEventListener("abort", cancel, { once: true });
  if (signal?.aborted) cancel();
  const seen = new Set<string>();
  let coming: Promise<Page> | undefined = read(undefined, stop.signal);
  try {
    while (coming) {
      const page: Page = await coming;
      if (stop.signal.aborted) throw new HttpFailure("cancelled", "it was cancelled");
      const token = next(page);
      if (token !== undefined && seen.has(token)) {
        throw new HttpFailure("paging", "it names the same page twice as the next one");
      }
      if (token !== undefined) seen.add(token);
      coming = token === undefined ? undefined : read(token, stop.signal);
      // Whoever asks for the page gets its failure; until then nobody listens.
      coming?.catch(() => undefined);
      yield page;
    }
  } finally {
    signal?.removeEventListener("abort", cancel);
    stop.abort();
    await coming?.catch(() => undefined);
  }
}
