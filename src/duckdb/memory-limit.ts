import { totalmem } from "node:os";

/** Bytes of memory of an instance that is given no limit: min(2 GB, 40 % of the machine's). */
export function defaultMemoryLimit(): number {
  return Math.floor(Math.min(2 * 1024 ** 3, totalmem() * 0.4));
}
