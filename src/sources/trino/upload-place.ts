import type { TrinoConfig } from "./config.js";

/** Where tables may be made, and how large they may be. */
export interface UploadPlace {
  readonly catalog: string;
  readonly schema: string;
  /** Bytes of SQL for one table. */
  readonly maxBytes: number;
}

/** Undefined where the user has named none. */
export function uploadPlace({ upload, upload_max_bytes: maxBytes }: TrinoConfig) {
  const [catalog, schema] = upload?.split(".") ?? [];
  if (catalog === undefined || schema === undefined) return undefined;
  return { catalog, schema, maxBytes } satisfies UploadPlace;
}
