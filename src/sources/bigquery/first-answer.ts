import { setTimeout as sleep } from "node:timers/promises";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { HttpFailure } from "../http/index.js";

export interface FirstAnswerOptions {
  /** Name of the source. */
  readonly source: string;
  /** Host of the service, with a port that is not the usual one. */
  readonly address: string;
  /** In which a service that is there has said something. */
  readonly seconds: number;
  /** A call that every service answers at once, be it with a refusal. */
  readonly probe: (deadline: number, signal: AbortSignal) => Promise<unknown>;
}

/** It takes the connection and does not answer. */
export function saysNothing(
  words: Pick<FirstAnswerOptions, "source" | "address" | "seconds">,
): SourceError {
  const { source, address, seconds } = words;
  const values = { source, address, seconds, name: "BigQuery" };
  const hint =
    "Something holds the packets on the way, or something else listens there: check `api_endpoint` if it is set; behind a proxy set `HTTPS_PROXY`.";
  return new SourceError(createDiagnostic("source-says-nothing", values, { hint }), "connect");
}

/** Milliseconds of silence after which the service is asked whether it is there, at most. */
const ASK_AFTER = 2000;
/** Milliseconds for which a silent service is not called again. */
const SILENT_FOR = 5000;

/**
 * Calls have long deadlines, since queries take their time; a service that has never answered
 * anything is given up earlier.
 */
export class FirstAnswer {
  #heard = false;
  #silent: { readonly error: SourceError; readonly until: number } | undefined;

  constructor(private readonly options: FirstAnswerOptions) {}

  /** What the call says; rejects with the error of silence where the service is not there. */
  async of<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#silent && performance.now() < this.#silent.until) throw this.#silent.error;
    const over = new AbortController();
    const { signal } = over;
    try {
      if (this.#heard) return await call(signal);
      const answer = await Promise.race([call(signal), this.#untilSilent(signal)]);
      this.#heard = true;
      return answer;
    } catch (error) {
      if (error instanceof HttpFailure && error.answer) this.#heard = true;
      throw error;
    } finally {
      over.abort();
    }
  }

  /** Rejects when the service turns out to be silent, and settles in no other way. */
  #untilSilent(signal: AbortSignal): Promise<never> {
    const { probe, seconds } = this.options;
    const patience = seconds * 1000;
    const first = Math.min(ASK_AFTER, patience / 2);
    return new Promise((_, reject) => {
      const ask = async () => {
        await sleep(first, undefined, { signal });
        await probe(patience - first, signal);
      };
      ask().catch((error: unknown) => {
        if (!(error instanceof HttpFailure) || error.kind !== "timeout") return;
        const said = saysNothing(this.options);
        this.#silent = { error: said, until: performance.now() + SILENT_FOR };
        reject(said);
      });
    });
  }
}
