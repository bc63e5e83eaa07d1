/** Why bytes are not text that can be read: everything that a script prints as text is UTF-8. */
import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";

const NEWLINE = 10;
const UTF16 = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/** A clause that says it, for the beginning of an output; undefined when nothing is wrong there. */
export function textFault(head: Buffer, isLonger: boolean): string | undefined {
  if (UTF16.some((mark) => head.subarray(0, 2).equals(mark))) return "it is UTF-16; print UTF-8.";
  if (head.includes(0)) return "it holds NUL bytes, which no text does.";
  const line = invalidLine(isLonger ? head.subarray(0, head.lastIndexOf(NEWLINE) + 1) : head);
  return line === undefined ? undefined : notUtf8(line);
}

/** As {@link textFault}, for a whole file whose beginning is fine. */
export async function encodingFault(path: string): Promise<string | undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let lines = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    try {
      decoder.decode(chunk, { stream: true });
    } catch {
      // The first of the lines may have begun in an earlier chunk, and the last may go on.
      const first = chunk.indexOf(NEWLINE) + 1;
      const last = chunk.lastIndexOf(NEWLINE) + 1;
      const inner = invalidLine(chunk.subarray(first, last));
      if (inner !== undefined) return notUtf8(lines + 1 + inner);
      return notUtf8(lines + 1 + (first === 0 ? 0 : countLines(chunk)));
    }
    lines += countLines(chunk);
  }
  return undefined;
}

/** Number, from 1, of the first line that is not UTF-8. */
function invalidLine(text: Buffer): number | undefined {
  if (isUtf8(text)) return undefined;
  let line = 1;
  for (let start = 0; start < text.length; line++) {
    const newline = text.indexOf(NEWLINE, start);
    const end = newline < 0 ? text.length : newline;
    if (!isUtf8(text.subarray(start, end))) return line;
    start = end + 1;
  }
  return undefined;
}

function countLines(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

function notUtf8(line: number): string {
  return `line ${line} is not valid UTF-8; print UTF-8.`;
}
