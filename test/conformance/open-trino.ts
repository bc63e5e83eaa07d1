import type { Source, SourceContext } from "../../src/sources/contract.js";
import { trino, type TrinoConfig } from "../../src/sources/trino/config.js";
import { trinoSource } from "../../src/sources/trino/index.js";

export type Fields = Partial<Record<keyof TrinoConfig, unknown>>;

/** A source on a server of this machine. */
export async function openTrino(
  { host, port }: { readonly host: string; readonly port: number },
  fields: Fields = {},
  context: Partial<SourceContext> = {},
): Promise<Source> {
  const config = trino.config.parse({ host, port, username: "headwater", ...fields });
  return trinoSource.open(config, {
    name: "lake",
    queryTag: "headwater/tests",
    secrets: [],
    ...context,
  });
}
