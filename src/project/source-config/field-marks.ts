import { registry } from "zod/v4/core";

/** What is said of a field of sources besides its values. */
export interface FieldMarks {
  readonly description?: string;
  /** As a project file would have it, for the docs and the JSON Schema. */
  readonly example?: string;
  /** Its value must not be shown. */
  readonly secret?: true;
  /** A relative path in it starts at the source's folder. */
  readonly path?: true;
}

/** The marks of fields by their schemas; a schema that was made from another has those of that one too. */
export const FIELD_MARKS = registry<FieldMarks>();
