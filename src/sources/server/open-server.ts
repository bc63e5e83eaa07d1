import { checkStages } from "./check-stages.js";
import { ServerSource } from "./server-source.js";
import type { ServerSession } from "./server-session.js";
import type { ServerType } from "./server-type.js";

/** A source on a server with the usual doctor. */
export function openServer<Session extends ServerSession>(
  type: ServerType<Session>,
): ServerSource<Session> {
  return new ServerSource(type, () => checkStages(type));
}
