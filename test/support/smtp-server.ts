import { createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** `user password` when the client logged in. */
  readonly login?: string;
  /** Headers and body as they came. */
  readonly data: string;
}

/**
 * An SMTP server on loopback that keeps what it gets; `refuse` makes it turn every recipient away.
 */
export async function startSmtpServer({ refuse = false } = {}): Promise<{
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
}> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    serve(socket, refuse, (mail) => mails.push(mail));
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port, mails };
}

function serve(socket: Socket, refuse: boolean, keep: (mail: ReceivedMail) => void): void {
  let [from, login, data]: (string | undefined)[] = ["", undefined, undefined];
  let to: string[] = [];
  const say = (line: string) => socket.write(`${line}\r\n`);
  const answer = (line: string): void => {
    if (data !== undefined) {
      if (line !== ".") {
        data += `${line}\n`;
        return;
      }
      keep({ from: from ?? "", to, data, ...(login !== undefined && { login }) });
      [data, to] = [undefined, []];
      say("250 kept");
    } else if (/^EHLO/i.test(line)) say("250-test\r\n250 AUTH PLAIN");
    else if (/^AUTH PLAIN /i.test(line)) {
      const [, user, password] = Buffer.from(line.slice(11), "base64").toString().split("\0");
      login = `${user} ${password}`;
      say("235 welcome");
    } else if (/^MAIL FROM:/i.test(line)) {
      from = /<(.*?)>/.exec(line)?.[1];
      say("250 ok");
    } else if (/^RCPT TO:/i.test(line)) {
      if (!refuse) to.push(/<(.*?)>/.exec(line)?.[1] ?? "");
      say(refuse ? "550 nobody here" : "250 ok");
    } else if (/^DATA/i.test(line)) {
      data = "";
      say("354 go on");
    } else if (/^STARTTLS/i.test(line)) say("502 not here");
    else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
    else say("250 ok");
  };
  let rest = "";
  socket.on("data", (chunk) => {
    const lines = `${rest}${chunk.toString()}`.split("\r\n");
    rest = lines.pop() ?? "";
    for (const line of lines) answer(line);
  });
  socket.on("error", () => {});
  say("220 test");
}
