import type SMTPTransport from "nodemailer/lib/smtp-transport/index.js";
import { DELIVERY_TIMEOUT, DeliveryFault, type Deliver, type SettingsOf } from "./delivery.js";

const SECURE_PORT = 465;
const SUBMISSION_PORT = 587;

/** Sends the message over SMTP; the mailer is loaded on first use. */
export const deliverToEmail: Deliver<"email"> = async (settings, message, { signal }) => {
  const { createTransport } = await import("nodemailer");
  const transport = createTransport(transportOptions(settings));
  const stop = () => transport.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const { rejected } = await transport.sendMail({
      from: settings.from ?? senderOf(settings),
      to: [...settings.to],
      subject: settings.subject ?? message.subject,
      text: [message.subject, "", ...message.lines, ""].join("\n"),
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    if (rejected.length > 0) {
      throw new DeliveryFault(`the server refused ${rejected.length} of the recipients.`);
    }
  } catch (error) {
    if (error instanceof DeliveryFault) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DeliveryFault(`${reason.replaceAll(/\s+/g, " ").replace(/\.$/, "")}.`);
  } finally {
    signal.removeEventListener("abort", stop);
    transport.close();
  }
};

/**
 * A password goes to another machine over an encrypted connection only, unless `starttls: false`
 * says otherwise.
 */
export function transportOptions(settings: SettingsOf<"email">): SMTPTransport.Options {
  const { host, username, password } = settings;
  const secure = settings.secure ?? settings.port === SECURE_PORT;
  const sendsPassword = password !== undefined && !isThisMachine(host);
  return {
    host,
    port: settings.port ?? (secure ? SECURE_PORT : SUBMISSION_PORT),
    secure,
    requireTLS: !secure && (settings.starttls ?? sendsPassword),
    ignoreTLS: settings.starttls === false,
    ...(username !== undefined && { auth: { user: username, pass: password ?? "" } }),
    connectionTimeout: DELIVERY_TIMEOUT,
    greetingTimeout: DELIVERY_TIMEOUT,
    socketTimeout: DELIVERY_TIMEOUT,
  };
}

function isThisMachine(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/i.test(host);
}

function senderOf({ username, to }: SettingsOf<"email">): string {
  return username?.includes("@") ? username : (to[0] ?? "headwater@localhost");
}
