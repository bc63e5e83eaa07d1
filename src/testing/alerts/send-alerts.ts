/** After the tests: each alert that is due goes to its destinations. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { AlertReport, TestReport } from "../../contract/events.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Alert, Destination } from "../../project/objects.js";
import { ownValuesOfDestination, type OwnValue } from "../../project/own-values.js";
import type { Project } from "../../project/project.js";
import { resolveDestination, type ResolvedDestination } from "../../project/resolve-destination.js";
import type { Scrubber } from "../../diagnostics/scrub.js";
import type { ResultColumns } from "../result-columns.js";
import { hasFailed, judge, problemOf } from "../run-tests.js";
import { DeliveryFault, type Deliver, type DeliveryContext } from "./delivery.js";
import { alertMessage, type AlertMessage } from "./message.js";

export interface AlertOptions extends DeliveryContext {
  /** Whether what is the user's own may be sent. */
  readonly trusted: boolean;
  readonly columns: ResultColumns;
  readonly scrub: Scrubber;
  readonly onAlert: (report: AlertReport) => void;
}

const DELIVERIES: {
  readonly [Type in ResolvedDestination["type"]]: () => Promise<Deliver<Type>>;
} = {
  slack: async () => (await import("./slack.js")).deliverToSlack,
  email: async () => (await import("./email.js")).deliverToEmail,
  console: async () => (await import("./console.js")).deliverToConsole,
};

/** Sends what is due; the reports of the alerts that were, or that could not be judged. */
export async function sendAlerts(
  project: Project,
  tests: readonly TestReport[],
  options: AlertOptions,
): Promise<AlertReport[]> {
  const reports: AlertReport[] = [];
  for (const alert of project.alerts) {
    if (options.signal.aborted) break;
    const due = await isDue(alert, project, tests, options);
    if (due === false) continue;
    const report =
      due === true
        ? await send(alert, project, tests, options)
        : ({ name: alert.name, status: "failed", reached: [], diagnostics: [due] } as const);
    reports.push(report);
    options.onAlert(report);
  }
  return reports;
}

/** Whether an alert is sent now, or why that cannot be decided. */
async function isDue(
  alert: Alert,
  project: Project,
  tests: readonly TestReport[],
  options: AlertOptions,
): Promise<boolean | Diagnostic> {
  const anyFailed = tests.some(hasFailed);
  const unclear = (reason: string, hint?: string): Diagnostic =>
    createDiagnostic(
      "test-not-evaluated",
      { reason: `The alert \`${alert.name}\` cannot be judged. ${reason}` },
      { at: alert.condition?.at ?? alert.at, hint },
    );
  const problem = problemOf(alert);
  if (problem !== undefined) return unclear(problem);
  if (!alert.condition) {
    const { alertName } = project.defaults;
    return anyFailed && (alertName === undefined || alertName === alert.name);
  }
  const { columns } = options;
  const { environment } = project;
  const judged = await judge(alert.condition, anyFailed, { columns, environment });
  return judged.status === "error"
    ? unclear(judged.message ?? "", judged.hint)
    : judged.status === "passed";
}

async function send(
  alert: Alert,
  project: Project,
  tests: readonly TestReport[],
  options: AlertOptions,
): Promise<AlertReport> {
  const message = scrubbed(alertMessage(alert, project, tests), options.scrub);
  const reached: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const destination of alert.destinations) {
    const reason = await deliver(destination, message, project, options);
    if (reason === undefined) reached.push(destination.name);
    else {
      const words = { alert: alert.name, destination: destination.name, reason };
      const diagnostic = createDiagnostic("alert-not-sent", words, { at: destination.at });
      diagnostics.push(options.scrub.diagnostic(diagnostic));
    }
  }
  const status = diagnostics.length > 0 ? "failed" : "sent";
  return { name: alert.name, status, reached, diagnostics };
}

/** Why a message did not arrive; undefined when it did. */
async function deliver(
  destination: Destination,
  message: AlertMessage,
  project: Project,
  context: AlertOptions,
): Promise<string | undefined> {
  const own = context.trusted ? [] : ownValuesOfDestination(destination, project);
  if (own.length > 0) return notTrusted(own);
  const problem = problemOf(destination);
  if (problem !== undefined || !destination.settings) return problem ?? "it has no settings.";
  const settings = resolveDestination(destination.settings, project.environment);
  if ("reason" in settings) return settings.reason;
  // The table's key and the settings' type are the same, which an index by a union cannot express.
  const send = (await DELIVERIES[settings.type]()) as Deliver<typeof settings.type>;
  try {
    await send(settings, message, context);
    return undefined;
  } catch (error) {
    if (error instanceof DeliveryFault) return error.reason;
    throw error;
  }
}

function notTrusted(own: readonly OwnValue[]): string {
  const list = own.map(({ what, host }) => `${what} to \`${host}\``).join(", ");
  return `it would send ${list}, and this project is not trusted (\`--trust\`, \`HEADWATER_TRUST=1\`).`;
}

function scrubbed({ subject, lines }: AlertMessage, scrub: Scrubber): AlertMessage {
  return { subject: scrub.text(subject), lines: lines.map((line) => scrub.text(line)) };
}
