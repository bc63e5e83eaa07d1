/**
 * The part of `snowflake-sdk` that is used: its login and its transport. It converts no value, since
 * it rounds numbers and cuts times; see `rawRows`.
 */
import type { Readable } from "node:stream";
import type { SourceContext } from "../contract.js";
import type { SourceError } from "../../rows/stream.js";
import { loadDriver, unfitDriver } from "../driver.js";

export interface Driver {
  configure(options: Readonly<Record<string, unknown>>): void;
  createConnection(options: Readonly<Record<string, unknown>>): Connection;
}

export interface Connection {
  connect(done: (error: unknown) => void): unknown;
  connectAsync(done: (error: unknown) => void): Promise<unknown>;
  execute(options: StatementOptions): Statement;
  destroy(done: (error: unknown) => void): unknown;
  isUp(): boolean;
}

export interface StatementOptions {
  readonly sqlText: string;
  readonly streamResult: true;
  readonly rowMode: "array";
  readonly describeOnly?: boolean;
  /** The driver writes into it. */
  readonly parameters: Record<string, unknown>;
  readonly complete: (error: unknown, statement: Statement) => void;
}

export interface Statement {
  getColumns(): ResultColumn[] | undefined;
  getNumRows(): number | undefined;
  getQueryId(): string | undefined;
  streamRows(): Readable;
  cancel(done: (error: unknown) => void): void;
}

export interface ResultColumn {
  getName(): string;
  getType(): string;
  getScale(): number | null | undefined;
  getPrecision(): number | null | undefined;
  [CELL_OF]?: (row: { readonly values: Cells }) => unknown;
}

/** What the driver calls for each cell; `values` are the row's cells as the service sends them. */
const CELL_OF = "_getRowValue";

/** The cells of one row: texts, whatever their type, or null. */
export type Cells = readonly (string | null)[];

const NAME = "snowflake-sdk";

/** Its types say nothing of what is needed here. */
const DRIVER = {
  name: NAME,
  version: "3",
  load: () => import(NAME) as Promise<{ readonly default: Driver }>,
};

let loaded: Promise<Driver> | undefined;

/** Loads the driver once per thread and silences it. Takes half a second. */
export function openDriver(context: SourceContext): Promise<Driver> {
  loaded ??= silenced(context).catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function silenced(context: SourceContext): Promise<Driver> {
  for (const name of QUIET) process.env[name] ??= "true";
  const { default: driver } = await loadDriver(DRIVER, context);
  // Its default is a file `snowflake.log` in the working folder, and lines on the console.
  driver.configure({ logLevel: "OFF", additionalLogToConsole: false, logFilePath: "STDOUT" });
  return driver;
}

/**
 * A binary of its vendor that only counts, what it tells its vendor of the way to connect, and a
 * warning of this version of Node.
 */
const QUIET = [
  "SNOWFLAKE_DISABLE_MINICORE",
  "SF_TELEMETRY_DISABLE_CONNECTION_SHAPE",
  "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED",
];

/** Why rows cannot be had with the version that is installed. */
export function unfit(source: string): SourceError {
  return unfitDriver(source, `${NAME}@3`, `this version of \`${NAME}\``);
}

/**
 * Has the driver hand out each row as one value: its cells as the service sent them. The other
 * columns are hidden from it, which then asks for one value a row. False when this version of the
 * driver works otherwise.
 */
export function rawRows(statement: Statement, columns: readonly ResultColumn[]): boolean {
  const [first] = columns;
  if (typeof first?.[CELL_OF] !== "function") return false;
  first[CELL_OF] = (row) => row.values;
  statement.getColumns = () => [first];
  return true;
}
