import { expect, test } from "vitest";
import { MessageCutter } from "./message-cutter.js";

/** Messages of two bytes of size, which count themselves, and as many letters as are left. */
function cut(chunks: readonly Buffer[]): string[] {
  const messages: string[] = [];
  const cutter = new MessageCutter(
    2,
    (bytes, at) => bytes.readUInt16BE(at),
    (bytes, at, end) => messages.push(bytes.toString("latin1", at + 2, end)),
  );
  for (const chunk of chunks) cutter.take(chunk);
  return messages;
}

function messageOf(text: string): Buffer {
  const size = Buffer.alloc(2);
  size.writeUInt16BE(text.length + 2);
  return Buffer.concat([size, Buffer.from(text)]);
}

const TEXTS = ["a", "", "a longer one", "b", "of several chunks ".repeat(5), ""];
const STREAM = Buffer.concat(TEXTS.map(messageOf));

test("messages are the same, wherever the stream is torn", () => {
  for (let size = 1; size <= STREAM.length; size++) {
    const chunks: Buffer[] = [];
    for (let at = 0; at < STREAM.length; at += size) chunks.push(STREAM.subarray(at, at + size));
    expect(cut(chunks)).toEqual(TEXTS);
  }
});

test("a message that is not complete is not handed out", () => {
  expect(cut([STREAM.subarray(0, STREAM.length - 3)])).toEqual(TEXTS.slice(0, -2));
});
