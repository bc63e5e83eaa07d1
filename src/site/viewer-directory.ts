import { fileURLToPath } from "node:url";

/** Where the build puts the viewer, beside the compiled code. */
export const VIEWER_DIRECTORY = fileURLToPath(new URL("../../dist/viewer", import.meta.url));
