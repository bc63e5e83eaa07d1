/** Runs one command; the only place that sets the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  await Promise.resolve(argv);
}
