import type { Diagnostic, SourceRange } from "../contract/diagnostic.js";
import type { SourceFiles } from "../diagnostics/source-files.js";
import type { ConfigValue } from "./env-value.js";
import type { Graph } from "./graph.js";
import type {
  Alert,
  Chart,
  Dashboard,
  Destination,
  Limits,
  Model,
  ProjectObject,
  Selector,
  Source,
  Table,
  Test,
  Trace,
} from "./objects.js";
import type { SourceTypes } from "./source-types.js";

/** `defaults` of the root file, with what every project has where it says nothing. */
export interface Defaults {
  /** The source of models that name none; absent: the only one of the project, if there is one. */
  readonly sourceName?: string;
  /** The alert without a condition that is sent when a test failed; absent: each of them is. */
  readonly alertName?: string;
  /** IANA name; UTC when the project gives none. */
  readonly timeZone: string;
  /**
   * True when the project gave the zone: only then it is set as the session zone of every source.
   */
  readonly timeZoneGiven: boolean;
  /** Where it is written. */
  readonly timeZoneAt?: SourceRange;
  readonly locale?: string;
  readonly levels: readonly { readonly title: string; readonly description: string }[];
  /** Jobs at once. */
  readonly threads: number;
  readonly limits: RunLimits;
  /** More functions that aggregate, besides the dialect's own. */
  readonly aggregates: readonly string[];
  readonly compat: boolean;
}

/**
 * Of each query on a source that has none of its own, and of the embedded engine; absent: what the
 * engine allows by itself.
 */
export interface RunLimits extends Limits {
  /** Bytes of the embedded DuckDB. */
  readonly memory?: number;
  /** Bytes that one of its statements may spill. */
  readonly spill?: number;
  /** Absolute. */
  readonly spillDirectory?: string;
}

/** Variables of one environment: the process's own win over `.env.<name>`, that over `.env`. */
export interface Environment {
  /** `default` when none was named. */
  readonly name: string;
  get(variable: string): string | undefined;
  /**
   * Where a variable's value came from, for the connection doctor: "the process environment" or a
   * file with its line, `.env:3`.
   */
  origin(variable: string): string | undefined;
  /**
   * Names of variables that templates have written into texts, such as SQL; reading the files adds
   * to them.
   */
  readonly inlined: Set<string>;
  /** Variables whose default stands in the text of a file already, since they are not set. */
  readonly defaulted: ReadonlySet<string>;
  /** Adds to them, while files are read. */
  noteDefault(variable: string): void;
  /** All of them with their values: what scripts inherit. */
  variables(): Readonly<Record<string, string>>;
}

/** What was taken over from dbt, as it would be written in a project file. */
export interface DbtPart {
  readonly sources: readonly ConfigValue[];
  readonly models: readonly ConfigValue[];
  /** Absolute path of `dbt.output_file`. */
  readonly outputFile?: string;
}

/**
 * A project that was read as far as it could be; its diagnostics say what is wrong with the rest.
 */
export interface Project {
  readonly name: string;
  /** Absolute folder of the root file. */
  readonly root: string;
  readonly environment: Environment;
  readonly defaults: Defaults;
  readonly sources: readonly Source[];
  readonly models: readonly Model[];
  readonly traces: readonly Trace[];
  readonly charts: readonly Chart[];
  readonly tables: readonly Table[];
  readonly selectors: readonly Selector[];
  readonly dashboards: readonly Dashboard[];
  /** Those of traces included, in the order written. */
  readonly tests: readonly Test[];
  readonly alerts: readonly Alert[];
  readonly destinations: readonly Destination[];
  /** By id, inline objects included. */
  readonly objects: ReadonlyMap<string, ProjectObject>;
  readonly graph: Graph;
  /** Sources and models that came from dbt; absent when the project does not ask for them. */
  readonly dbt?: DbtPart;
  /** All of them, those of the objects included, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly files: SourceFiles;
  /** Absolute paths of everything that was read: what `serve` watches. */
  readonly inputs: readonly string[];
  /** Plugins as written, whether they exist or not; running their code takes the user's trust. */
  readonly plugins: readonly string[];
  /** The source types that it can use: the built-in ones and those of its plugins. */
  readonly sourceTypes: SourceTypes;
  /** Includes of Git repositories as written; fetching them takes the user's trust. */
  readonly repositories: readonly string[];
}

/** A source's fields with the environment filled in, ready for its reader. */
export interface ResolvedSource {
  /** Absent when there are errors. */
  readonly config?: Readonly<Record<string, ConfigValue>>;
  /** Values of secret fields, in clear, for scrubbing messages. */
  readonly secrets: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}
