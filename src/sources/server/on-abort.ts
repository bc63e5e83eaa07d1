/** Calls `stop` when the signal is aborted before `work` has ended, which is expected to end it. */
export async function onAbort<Result>(
  signal: AbortSignal | undefined,
  stop: () => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const working = work();
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();
  try {
    return await working;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}
