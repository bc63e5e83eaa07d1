import { bytesIn } from "../../project/schema/types/bytes.js";
import type { BigqueryConfig } from "./config.js";

/** The limit of one query in bytes; undefined where there is none. */
export function maximumBytes({
  maximum_bytes_billed: limit,
}: Pick<BigqueryConfig, "maximum_bytes_billed">): number | undefined {
  return typeof limit === "number" ? limit : bytesIn(limit);
}
