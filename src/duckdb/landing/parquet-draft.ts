import type { Diagnostic } from "../../contract/diagnostic.js";
import type { ArtifactColumn } from "../../contract/manifest.js";
import { fingerprintFile, type FileFingerprint } from "../../rows/result/hashed-file.js";
import type { Draft } from "../../rows/result/draft.js";

/**
 * A finished Parquet file as a draft: hashed, and safe on the disk. Of what was hashed while it was
 * written the fingerprint is known.
 */
export async function parquetDraft(
  path: string,
  rows: number,
  columns: readonly ArtifactColumn[],
  diagnostics: readonly Diagnostic[],
  known?: FileFingerprint,
): Promise<Draft> {
  const { hash, bytes } = known ?? (await fingerprintFile(path));
  return {
    path,
    artifact: {
      hash,
      format: "parquet",
      rows,
      bytes,
      columns: columns.map(({ name, type, scale, whole }) => ({
        name,
        type,
        ...(scale !== undefined && { scale }),
        ...(whole && { whole }),
      })),
      builtAt: new Date().toISOString(),
    },
    diagnostics,
  };
}
