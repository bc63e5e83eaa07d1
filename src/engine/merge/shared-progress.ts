import type { ReadControl } from "../../readers/call.js";

/** Controls for reads that go on at once: each reports the sum of what all of them have read. */
export function sharedProgress(control: ReadControl): () => ReadControl {
  const counts: { rows: number; bytes: number }[] = [];
  const total = (key: "rows" | "bytes") => counts.reduce((sum, count) => sum + count[key], 0);
  return () => {
    const own = { rows: 0, bytes: 0 };
    counts.push(own);
    return {
      ...control,
      onProgress(rows, bytes) {
        own.rows = rows;
        own.bytes = bytes;
        control.onProgress?.(total("rows"), total("bytes"));
      },
    };
  };
}
