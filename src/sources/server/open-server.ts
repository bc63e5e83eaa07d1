import { ask } from "./ask.js";
import { checkStages, powerfulLogin } from "./check-stages.js";
import { ServerSource } from "./server-source.js";
import type { ServerSession } from "./server-session.js";
import type { ServerType } from "./server-type.js";

/** A source on a server with the usual doctor. */
export function openServer<Session extends ServerSession>(
  type: ServerType<Session>,
): ServerSource<Session> {
  return new ServerSource(type, {
    check: (signal) => checkStages(type, signal),
    /** Ends what dead runs have left, too. */
    async rights(session) {
      await ask(type, session, async (asked) => type.endLeftovers?.(asked));
      const { doctor, target } = type;
      const power = await ask(type, session, (asked) => doctor.power(asked));
      return "answer" in power
        ? powerfulLogin(power.answer, target, (name) => doctor.reader(name))
        : undefined;
    },
  });
}
