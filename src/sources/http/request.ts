import { SYSTEM_CLOCK, type Clock } from "./clock.js";
import { parseExactJson } from "./exact-json.js";
import { failureOf, HttpFailure } from "./failure.js";

export interface HttpRequest {
  readonly url: URL;
  /** `GET` unless said otherwise. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, parameters as a form, anything else as JSON. */
  readonly body?: string | URLSearchParams | Readonly<Record<string, unknown>>;
  /**
   * Milliseconds for everything from the connection to the body's last byte; 30 s unless said
   * otherwise. `fetch` itself gives up after 10 s without a connection, and after 5 minutes without
   * a byte.
   */
  readonly deadline?: number;
  /**
   * Milliseconds between two parts of the body; with it the deadline ends with the answer's headers,
   * so that a long body may take its time as long as it comes.
   */
  readonly silence?: number;
  /** Of the body, uncompressed; 64 MiB unless said otherwise. */
  readonly maxBytes?: number;
  /** Reads the body's text; {@link parseExactJson} unless said otherwise. */
  readonly parse?: (text: string) => unknown;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** As it was parsed; undefined where the status says that there is no content. */
  readonly value: unknown;
}

export interface HttpMeans {
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
}

const DEADLINE = 30_000;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_REFUSAL_BYTES = 64 * 1024;

/**
 * One call to a service that answers in JSON. Rejects with an {@link HttpFailure}, also for every
 * status that is not in the 200s; redirects are among them, so that no credentials travel to
 * another host.
 */
export async function request(call: HttpRequest, means: HttpMeans = {}): Promise<HttpAnswer> {
  const { fetch = globalThis.fetch, clock = SYSTEM_CLOCK } = means;
  const { deadline = DEADLINE, maxBytes = MAX_BYTES, silence, signal } = call;
  const address = call.url.host;
  const stop = new AbortController();
  const cancel = () => stop.abort(new HttpFailure("cancelled", "it was cancelled", address));
  let over = new AbortController();
  /** In place of the last one. */
  const limit = (milliseconds: number, failure: () => HttpFailure) => {
    over.abort();
    over = new AbortController();
    clock.wait(milliseconds, over.signal).then(
      () => stop.abort(failure()),
      () => undefined,
    );
  };
  const tooLate = `no ${silence === undefined ? "whole answer" : "answer"} within ${deadline / 1000} s`;
  limit(deadline, () => new HttpFailure("timeout", tooLate, address));
  const onPart =
    silence === undefined
      ? () => undefined
      : () => limit(silence, () => new HttpFailure("stalled", stalledText(silence), address));
  signal?.addEventListener("abort", cancel, { once: true });
  if (signal?.aborted) cancel();
  try {
    const response = await fetch(call.url, { ...initOf(call, address), signal: stop.signal });
    onPart();
    if (!response.ok) throw await refusalOf(response, address);
    return await answerOf(response, { maxBytes, onPart, parse: call.parse }, address);
  } catch (error) {
    // A refusal whose body was still coming is a failure of its own, but not for who has cancelled.
    throw failureOf(signal?.aborted ? stop.signal.reason : error, address);
  } finally {
    over.abort();
    signal?.removeEventListener("abort", cancel);
  }
}

function stalledText(milliseconds: number): string {
  return `the answer stopped coming for ${milliseconds / 1000} s`;
}

function initOf({ url, method = "GET", headers = {}, body }: HttpRequest, address: string) {
  if (url.username !== "" || url.password !== "") {
    throw new HttpFailure("unsendable", "its address holds a name or a password", address);
  }
  const sent = new Headers({ accept: "application/json" });
  for (const [name, value] of Object.entries(headers)) {
    try {
      sent.set(name, value);
    } catch {
      const reason = `the header \`${name}\` holds a character that HTTP does not allow`;
      throw new HttpFailure("unsendable", reason, address);
    }
  }
  const asIs = body === undefined || typeof body === "string" || body instanceof URLSearchParams;
  if (!asIs) sent.set("content-type", "application/json");
  const content = asIs ? body : JSON.stringify(body);
  const redirect = "manual" as const;
  return { method, headers: sent, redirect, ...(content !== undefined && { body: content }) };
}

interface Reading {
  readonly maxBytes: number;
  /** Called for each part of the body. */
  readonly onPart: () => void;
  readonly parse: HttpRequest["parse"];
}

async function answerOf(
  response: Response,
  { maxBytes, onPart, parse = parseExactJson }: Reading,
  address: string,
) {
  const { status, headers } = response;
  if (status === 204) return { status, headers, value: undefined };
  const { bytes, whole } = await readBody(response, maxBytes, { onPart });
  if (!whole) {
    throw new HttpFailure("too-large", `the answer has more than ${maxBytes} bytes`, address);
  }
  try {
    // Throws at bytes that are no UTF-8, which `response.text()` replaces without a word.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { status, headers, value: parse(text) };
  } catch {
    const type = headers.get("content-type") ?? "no content type";
    throw new HttpFailure("not-json", `the answer is no JSON in UTF-8 (${type})`, address);
  }
}

async function refusalOf(response: Response, address: string): Promise<HttpFailure> {
  const { status, headers } = response;
  const { bytes } = await readBody(response, MAX_REFUSAL_BYTES, { partly: true });
  const text = new TextDecoder().decode(bytes);
  const to = redirectTarget(headers.get("location"), response.url);
  const reason = to === undefined ? `HTTP ${status}` : `HTTP ${status}: it sends calls on to ${to}`;
  return new HttpFailure("status", reason, address, { status, headers, text });
}

/**
 * The first bytes of a body, and whether they are all. `partly`: what came before the connection
 * was lost will do.
 */
async function readBody(
  response: Response,
  maxBytes: number,
  { partly = false, onPart }: { readonly partly?: boolean; readonly onPart?: () => void },
) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    // Leaving the loop early cancels the body, which closes the connection.
    for await (const chunk of response.body ?? []) {
      onPart?.();
      if (size + chunk.length > maxBytes) {
        chunks.push(chunk.subarray(0, maxBytes - size));
        return { bytes: Buffer.concat(chunks), whole: false };
      }
      chunks.push(chunk);
      size += chunk.length;
    }
  } catch (error) {
    if (!partly) throw error;
  }
  return { bytes: Buffer.concat(chunks), whole: true };
}

/** Scheme and host only: the rest may hold a secret. */
function redirectTarget(location: string | null, from: string): string | undefined {
  if (location === null) return undefined;
  try {
    return `\`${new URL(location, from).origin}\``;
  } catch {
    return "an address that is none";
  }
}
