import { DELIVERY_TIMEOUT, DeliveryFault, type Deliver } from "./delivery.js";
import type { AlertMessage } from "./message.js";

const LONGEST_ANSWER = 200;

/**
 * Posts the message to an incoming webhook. Redirects are not followed, since the address is a
 * secret.
 */
export const deliverToSlack: Deliver<"slack"> = async ({ webhookUrl }, message, { signal }) => {
  if (!/^https?:\/\//i.test(webhookUrl) || !URL.canParse(webhookUrl)) {
    throw new DeliveryFault("`webhook_url` is not an address of the web.");
  }
  const response = await fetch(webhookUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text: slackText(message) }),
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(DELIVERY_TIMEOUT)]),
  }).catch((error: unknown) => {
    throw new DeliveryFault(networkReason(error));
  });
  const answer = await response.text().catch(() => "");
  if (response.ok) return;
  const said = answer.replaceAll(/\s+/g, " ").trim().slice(0, LONGEST_ANSWER);
  throw new DeliveryFault(
    `the server answered ${response.status}${said === "" ? "" : `, \`${said}\``}.`,
  );
};

/** Slack's markup knows three characters that must be escaped. */
function slackText({ subject, lines }: AlertMessage): string {
  const [title, ...rest] = [subject, ...lines].map((line) =>
    line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  );
  return [`*${title}*`, ...rest].join("\n");
}

function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return "it failed.";
  if (error.name === "TimeoutError") return `no answer within ${DELIVERY_TIMEOUT / 1000} s.`;
  const cause = error.cause instanceof Error ? error.cause : error;
  return `${cause.message}.`;
}
