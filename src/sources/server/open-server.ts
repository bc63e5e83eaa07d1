import { ask } from "./ask.js";
import { checkStages, powerfulLogin } from "./check-stages.js";
import { meet, OtherServer } from "./meet.js";
import { ServerSource } from "./server-source.js";
import type { ServerSession } from "./server-session.js";
import type { ServerType } from "./server-type.js";

/** How long is asked who answers where nobody has answered a login. */
const WHO_MILLISECONDS = 1000;

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
    async whoAnswers() {
      const { target, hello } = type;
      const found: unknown = await meet(target, hello, WHO_MILLISECONDS).catch((other) => other);
      return found instanceof OtherServer && found.found !== undefined ? found : undefined;
    },
  });
}
