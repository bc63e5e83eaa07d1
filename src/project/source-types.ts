/**
 * What a project asks of a source type: the declared part, which `compile` needs and for which no
 * driver is loaded.
 */
import type { ZodMiniType } from "zod/mini";
import type { Diagnostic } from "../contract/diagnostic.js";
import type { DialectName } from "../sql/dialect.js";

/** Plain data and a schema, which may be built when it is first read. */
export interface DeclaredSourceType<Config = Record<string, unknown>> {
  readonly type: string;
  /** One sentence for the docs and the schema. */
  readonly description: string;
  /** What other programs call it, with what is to be said of each besides. */
  readonly otherNames?: Readonly<Record<string, string>>;
  /**
   * Fields besides `name` and `type`, with their marks: every field has a description, and what is
   * marked as a path is absolute by the time that `open` sees it.
   */
  readonly config: ZodMiniType<Config>;
  readonly dialect: DialectName;
  /**
   * `thread`: runs in a worker of its own. `process`: in a child process, for engines that can only
   * be stopped by a kill.
   */
  readonly isolation: "thread" | "process";
  /**
   * True for file-like types whose models may leave out `sql` and which are scanned in place.
   * The file is a database with one table named after the source, and `data`.
   */
  readonly file: boolean;
  /** Statements that run at once on one source, unless its `pool` says otherwise. */
  readonly pool: number;
  /**
   * True where no server holds statements to the source's `timeout`, so that its reader stops them.
   */
  readonly timedByReader?: true;
  /**
   * The field in which a project names the host that gets its user's login, for services whose own
   * hosts are known: another one must be trusted first.
   */
  readonly loginHost?: { readonly field: string; isKnown(address: string): boolean };
  /**
   * True where an estimate of rows is a count of them, since no statistics tell enough: it takes about
   * as long as reading them.
   */
  readonly countsRows?: true;
  /** True for services that bill a query by the bytes that it reads, and say so beforehand. */
  readonly billed?: true;
  /**
   * Fields that name the server and the login: sources that agree in them share the connections of
   * one `pool`.
   */
  readonly server?: readonly string[];
  /** The package with its driver, where that is not installed with Headwater. */
  readonly driver?: string;
  /**
   * What a source uses of the user's own to log in without being given it by a field, in words:
   * "the application-default credentials of this machine". It is asked for like variables are.
   */
  readonly ownLogin?: (config: Readonly<Record<string, unknown>>) => string | undefined;
  /** Of a type that a plugin adds: its code, which only the readers of a trusted project load. */
  readonly plugin?: PluginModule;
}

/** Where the code of a plugin is. Structured-cloneable. */
export interface PluginModule {
  /** As the project names it. */
  readonly name: string;
  /** Absolute path of the module that exports its `sourceType`. */
  readonly path: string;
}

/** What a plugin declares, or why it cannot be used; faults have no place yet. */
export interface PluginLookup {
  readonly type?: DeclaredSourceType;
  readonly faults: readonly Diagnostic[];
  /** Absolute paths of files that were read. */
  readonly inputs: readonly string[];
}

/**
 * Reads what a plugin declares and imports none of its code. `name` is as written, `root` the
 * project's folder.
 */
export type ReadPlugin = (name: string, root: string) => Promise<PluginLookup>;

/**
 * The known source types by `type:`. Passed as an argument, so that reading a project loads no
 * driver.
 */
export type SourceTypes = ReadonlyMap<string, DeclaredSourceType>;
