// As much of Redis' protocol (RESP 2) as a reader needs: commands are lists of texts, replies come in the order of the commands.
import { connect } from "node:net";

export async function connectRedis(host, port, password) {
  const socket = connect({ host, port });
  const waiting = [];
  let received = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (let reply = parse(received, 0); reply; reply = parse(received, 0)) {
      received = received.subarray(reply.next);
      const { resolve, reject } = waiting.shift();
      if (reply.value instanceof Error) reject(reply.value);
      else resolve(reply.value);
    }
  });
  const fail = (error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("Redis closed the connection")));

  const redis = {
    call(...words) {
      const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
      socket.write(`*${words.length}\r\n${parts.join("")}`);
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    close: () => socket.end(),
  };
  if (password) await redis.call("AUTH", password);
  return redis;
}

// The reply that begins at `at`, and where the next one begins; undefined while it is not all there.
function parse(bytes, at) {
  const end = bytes.indexOf("\r\n", at);
  if (end < 0) return undefined;
  const text = bytes.toString("utf8", at + 1, end);
  const next = end + 2;
  switch (String.fromCharCode(bytes[at])) {
    case "+":
      return { value: text, next };
    case "-":
      return { value: new Error(`Redis: ${text}`), next };
    case ":":
      return { value: Number(text), next };
    case "$": {
      const length = Number(text);
      if (length < 0) return { value: null, next };
      if (bytes.length < next + length + 2) return undefined;
      return { value: bytes.toString("utf8", next, next + length), next: next + length + 2 };
    }
    default: {
      const list = { value: [], next };
      for (let i = 0; i < Number(text); i++) {
        const item = parse(bytes, list.next);
        if (!item) return undefined;
        list.value.push(item.value);
        list.next = item.next;
      }
      return list;
    }
  }
}
