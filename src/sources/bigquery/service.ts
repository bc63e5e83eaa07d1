/** The calls of BigQuery's REST API that are made here. */
import { SourceError } from "../../rows/stream.js";
import type { SourceContext } from "../contract.js";
import {
  createHttpClient,
  createServiceFetch,
  type AccessToken,
  type HttpCall,
  type HttpClient,
} from "../http/index.js";
import type { BigqueryConfig } from "./config.js";
import { readCredentials, userOf } from "./credentials.js";
import { endpointOf, type Endpoint } from "./endpoint.js";
import { FirstAnswer } from "./first-answer.js";
import { isPassing } from "./refusal.js";
import { login } from "./login.js";

/** One project of BigQuery as one source sees it. */
export interface Service {
  readonly config: BigqueryConfig;
  readonly context: SourceContext;
  readonly endpoint: Endpoint;
  /** Paths begin behind `projects/<project>/`. Rejects with an HttpFailure or a SourceError. */
  call(call: HttpCall): Promise<unknown>;
  /** One without a login, whose refusal shows that the service is there. */
  probe(deadline: number): Promise<unknown>;
  /** Who logs in, for people. Rejects with a SourceError where the key cannot be one. */
  user(): Promise<string>;
  /** Gets a token, where one is needed. Rejects with a SourceError. */
  login(): Promise<void>;
  close(): Promise<void>;
}

export interface ServiceMeans {
  /** In tests. */
  readonly fetch?: typeof fetch;
}

/** A list that nobody gets who has not logged in. */
const PROBE = { path: "datasets", query: { maxResults: 1 } };

/** Bytes of one answer; the service keeps its own below 20 MB, unless one row is larger. */
const MAX_BYTES = 256 * 1024 * 1024;

export function createService(
  config: BigqueryConfig,
  context: SourceContext,
  means: ServiceMeans = {},
): Service {
  const endpoint = endpointOf(config.api_endpoint);
  const own = means.fetch ? undefined : createServiceFetch(config.connect_timeout);
  const { fetch = own?.fetch ?? globalThis.fetch } = means;
  const base = new URL(
    `bigquery/v2/projects/${encodeURIComponent(config.project)}/`,
    `${endpoint.url.href.replace(/\/*$/, "")}/`,
  ).href;
  const options = { base, fetch, maxBytes: MAX_BYTES, retry: { isPassing } };
  const isAnonymous = !config.credentials_base64 && !config.credentials_file && endpoint.local;

  async function token(): Promise<AccessToken> {
    const credentials = await readCredentials(config, endpoint, context);
    return login({ credentials, context, fetch, seconds: config.connect_timeout });
  }
  // What was only not reached is tried again by the next who asks.
  const isRefusal = (error: unknown) => error instanceof SourceError && !error.transient;
  const plain = createHttpClient(options);
  const client: HttpClient = isAnonymous
    ? plain
    : createHttpClient({ ...options, token: { login: token, isRefusal } });
  const valueOf = async (answer: ReturnType<HttpClient["call"]>) => (await answer).value;
  const first = new FirstAnswer({
    source: context.name,
    address: endpoint.url.host,
    seconds: config.connect_timeout,
    probe: (deadline, signal) => plain.call({ ...PROBE, deadline, signal }),
  });

  return {
    config,
    context,
    endpoint,
    // Every value of a cell is a text, so that no number needs care.
    call: (call) =>
      first.of((stop) => {
        const signal = call.signal ? AbortSignal.any([call.signal, stop]) : stop;
        return valueOf(client.call({ ...call, signal, parse: JSON.parse }));
      }),
    probe: (deadline) => valueOf(plain.call({ ...PROBE, deadline })),
    user: async () => userOf(await readCredentials(config, endpoint, context)),
    async login() {
      if (!isAnonymous) await token();
    },
    close: async () => own?.close(),
  };
}
