import type { ResolvedDestination } from "../../project/resolve-destination.js";
import type { AlertMessage } from "./message.js";

export type SettingsOf<Type extends ResolvedDestination["type"]> = Extract<
  ResolvedDestination,
  { type: Type }
>;

export interface DeliveryContext {
  readonly signal: AbortSignal;
  /** Writes for the user who ran the tests. */
  readonly print: (text: string) => void;
}

/** Sends a message; rejects with a {@link DeliveryFault} when it may not have arrived. */
export type Deliver<Type extends ResolvedDestination["type"]> = (
  settings: SettingsOf<Type>,
  message: AlertMessage,
  context: DeliveryContext,
) => Promise<void>;

/** Why a message did not arrive, as a sentence without secrets. */
export class DeliveryFault extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** Milliseconds after which a destination is given up. */
export const DELIVERY_TIMEOUT = 10_000;
