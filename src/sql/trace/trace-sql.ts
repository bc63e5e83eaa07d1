import type { Binding } from "../../contract/binding.js";
import type { SourceRange } from "../../contract/diagnostic.js";
import type { PropertyPath } from "../../contract/property-path.js";

/** A piece of SQL with its place. */
export interface SqlText {
  readonly sql: string;
  readonly at: SourceRange;
}

/** A property whose value is a query: `x: ?{ date }`. */
export interface PropertyQuery extends SqlText {
  /** Below `props`; a number is a list index. */
  readonly path: PropertyPath;
}

/** What of a trace becomes its query. */
export interface TraceSql {
  readonly name: string;
  /** Properties that are SQL expressions; each becomes the result column `props.<path>`. */
  readonly queries: readonly PropertyQuery[];
  /** `columns`: each becomes the result column `columns.<name>`. */
  readonly columns: readonly (SqlText & { readonly name: string })[];
  /** Which result column fills which property: one per query, and one per `column(…)`. */
  readonly bindings: readonly Binding[];
  readonly cohortOn?: SqlText;
  readonly orderBy: readonly SqlText[];
  readonly filters: readonly SqlText[];
  /** Absent: the expressions decide. False: never group. */
  readonly groupBy?: readonly SqlText[] | false;
  /** The place of a property, the nearest one above it when the path is not written. */
  locate(path: PropertyPath): SourceRange;
}
