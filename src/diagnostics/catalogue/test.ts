import { define } from "../definition.js";

/** Tests, their expressions, and alerts. */
export const testCodes = () => ({
  "not-a-test-expression": define<{ field: string; text: string }>({
    severity: "error",
    message: ({ field }) => `\`${field}\` needs an expression between \`>{\` and \`}\`.`,
    hint: ({ text }) => (text.length <= 60 ? `Write \`">{ ${text} }"\`, in quotes.` : undefined),
  }),
  "broken-test-expression": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => reason,
    summary: "A mistake in an expression of a test or an alert; the message says which.",
  }),
  "unknown-test-data": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => reason,
    summary: "A reference in a test asks an object for something that it does not have.",
  }),
  "null-comparison": define({
    severity: "warning",
    message: () => "A comparison with null is never equal, not even of null with null.",
    hint: () => "Write `x is null` or `x is not null`.",
  }),
  "unknown-default-alert": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `The default alert \`${name}\` does not exist.`,
  }),
  "alert-never-sent": define<{ name: string; other: string }>({
    severity: "warning",
    message: ({ name, other }) =>
      `\`${name}\` is never sent: it has no \`if\`, and \`defaults.alert_name\` names \`${other}\`.`,
    hint: () => 'Give it an `if` such as `">{ any_test_failed() }"`.',
  }),
  "test-data-missing": define<{ names: readonly string[] }>({
    severity: "error",
    message: ({ names }) => `The tests need results that were never made: ${listed(names)}.`,
    hint: () => "Run first: `headwater test --run`.",
    summary: "The tests need results that were never made.",
  }),
  "test-data-stale": define<{ names: readonly string[] }>({
    severity: "error",
    message: ({ names }) => `The tests need results that are not current: ${listed(names)}.`,
    hint: () => "Run first: `headwater test --run`.",
    summary:
      "The tests need results of a failed run, or that a run would not make the same way now.",
  }),
  "test-failed": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => reason,
    summary: "An assertion is not true; the message shows the values.",
  }),
  "test-not-evaluated": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => reason,
    summary: "A test or an alert could not be evaluated; the message says why.",
  }),
  "alert-not-sent": define<{ alert: string; destination: string; reason: string }>({
    severity: "error",
    message: ({ alert, destination, reason }) =>
      `The alert \`${alert}\` did not reach \`${destination}\`: ${reason}`,
  }),
});

const SHOWN = 8;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
