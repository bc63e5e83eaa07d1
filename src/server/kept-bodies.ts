import { createBody, type Body } from "./respond.js";

/** Bytes that are kept of answers, compressed and not. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Answers that were asked for of late, each read and compressed once however many ask for it. */
export interface KeptBodies {
  /** The body that is kept under a name. */
  find(name: string): Promise<Body> | undefined;
  /** The body under a name that only ever means the same bytes; made when it is not kept. */
  get(name: string, type: string, read: () => Promise<Buffer>): Promise<Body>;
}

/** Keeps what was asked for last, up to a bound. */
export function createKeptBodies(mostBytes = MOST_BYTES): KeptBodies {
  const kept = new Map<string, { readonly body: Promise<Body>; bytes: number }>();
  let bytes = 0;

  function forget(name: string): void {
    bytes -= kept.get(name)?.bytes ?? 0;
    kept.delete(name);
  }

  async function make(name: string, type: string, read: () => Promise<Buffer>): Promise<Body> {
    const body = createBody(await read(), type);
    const entry = kept.get(name);
    // The compressed form is at most as long again.
    if (entry) bytes += entry.bytes = 2 * body.bytes.length;
    for (const oldest of kept.keys()) {
      if (bytes <= mostBytes) break;
      forget(oldest);
    }
    return body;
  }

  function find(name: string): Promise<Body> | undefined {
    const known = kept.get(name);
    if (!known) return undefined;
    kept.delete(name);
    kept.set(name, known);
    return known.body;
  }

  return {
    find,
    get(name, type, read) {
      const known = find(name);
      if (known) return known;
      const body = make(name, type, read);
      kept.set(name, { body, bytes: 0 });
      body.catch(() => forget(name));
      return body;
    },
  };
}
