/**
 * The project as everything after `project/` sees it: plain, resolved, immutable. References are
 * pointers (the graph has no cycles); what could not be resolved is left out and recorded in
 * `problems`.
 */
import type { Diagnostic, SourceRange } from "../contract/diagnostic.js";
import type { GivenChoice, InputSettings, SwitchInput } from "../contract/input.js";
import type { NumberCard } from "../contract/number-card.js";
import type { ReferenceLine } from "../contract/reference-line.js";
import type { LogicalType } from "../contract/logical-type.js";
import type { ColumnLook, ColumnTotal } from "../contract/pages/dashboard.js";
import type { PropertyPath } from "../contract/property-path.js";
import type { JsonObject, JsonValue } from "../contract/json-value.js";
import type { TraceSql } from "../sql/trace/trace-sql.js";
import type { ConfigValue, EnvValue } from "./env-value.js";
import type { ExpressionNode } from "./test-expression/ast.js";

export const KINDS = [
  "source",
  "model",
  "input",
  "trace",
  "chart",
  "table",
  "selector",
  "dashboard",
  "test",
  "alert",
  "destination",
] as const;
export type Kind = (typeof KINDS)[number];

export interface ObjectBase {
  /** `<kind>:<name>`: unique in the project, the key of graph and manifest. */
  readonly id: string;
  readonly kind: Kind;
  /**
   * As written; an unnamed inline object is called after its owner, such as `sales
   * chart.traces[0]`.
   */
  readonly name: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly at: SourceRange;
  /**
   * Errors of this object itself. An object with problems is not run; its dependents are skipped.
   */
  readonly problems: readonly Diagnostic[];
  /**
   * The place of a property inside the object, the nearest one above it when the path is not
   * written.
   */
  locate(path: PropertyPath): SourceRange;
}

/** What a query may yield; more is an error, never a cut. */
export interface Limits {
  readonly maxRows?: number;
  /** Of values as they come from the source. */
  readonly maxBytes?: number;
  /** For which all queries of one run may be billed together, where the service bills by bytes. */
  readonly bytesBilled?: number;
}

export interface Source extends ObjectBase {
  readonly kind: "source";
  /**
   * As written; a key of the source registry unless `problems` say otherwise. Empty when it waits
   * for a variable.
   */
  readonly type: string;
  /** Fields besides name and type, with environment values still unresolved. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** Absolute folder of the declaring file (compat mode: the root's), for relative paths. */
  readonly directory: string;
  /** Milliseconds during which an earlier result of its models is good enough. */
  readonly freshFor?: number;
  /** Of a server that reaches the databases of other sources: its names for them, by theirs. */
  readonly catalogs?: ReadonlyMap<string, string>;
  /** Of each query on it; they win over those of the project's defaults. */
  readonly limits: Limits;
  /** What `compile` warns of in its fields. */
  readonly warnings: readonly Diagnostic[];
}

/** A declared column of a model. */
export interface DeclaredColumn {
  readonly name: string;
  readonly type: LogicalType;
}

interface ModelBase extends ObjectBase {
  readonly kind: "model";
  /** Empty when none are declared. */
  readonly columns: readonly DeclaredColumn[];
  /** Milliseconds during which an earlier result is good enough. */
  readonly freshFor?: number;
  /**
   * Those in its SQL and, below a merge, in that of its models; it is made of their defaults.
   * Absent: none.
   */
  readonly switches?: readonly SwitchInput[];
  /** The same model with other texts, under an id of its own. Absent without switches. */
  readonly chosen?: (texts: ChosenTexts) => Model;
}

/** Texts by the names of the switches for which they stand. */
export type ChosenTexts = ReadonlyMap<string, string>;

/** A query of one source. */
export interface SqlModel extends ModelBase {
  readonly type: "sql";
  /** Absent when the source could not be resolved. */
  readonly source?: Source;
  /**
   * As written, without blanks at its end. Models of file sources without `sql` select all rows.
   */
  readonly sql: string;
  /** The place of a part of `sql`. */
  sqlAt(start: number, end: number): SourceRange;
  /** True when no source was named, so that `--source` may choose another. */
  readonly usesDefaultSource: boolean;
}

/** A query over the rows of other models. */
export interface MergeModel extends ModelBase {
  readonly type: "merge";
  /** In DuckDB's dialect, or in that of `engine`. */
  readonly sql: string;
  /** The place of a part of `sql`. */
  sqlAt(start: number, end: number): SourceRange;
  readonly models: readonly Model[];
  /** The source on which it runs, to which other models' rows are sent; DuckDB when absent. */
  readonly engine?: Source;
  /** `engine: auto`: it runs where the least moves, if that is sure to be the same; see `chooseEngine`. */
  readonly choosesEngine?: true;
}

/** A command whose standard output is the rows. */
export interface ScriptModel extends ModelBase {
  readonly type: "script";
  /** The program and its arguments; empty when the field is wrong or refused. */
  readonly args: readonly string[];
  /** Absolute paths and patterns of files that the model declares as read by the command. */
  readonly inputs: readonly string[];
  /** Absolute working folder. */
  readonly directory: string;
  /** Absent: the output's first bytes decide. */
  readonly format?: "csv" | "tsv" | "json" | "ndjson" | "parquet" | "arrow";
  readonly delimiter?: string;
  readonly header?: boolean;
  readonly nullValues?: readonly string[];
  /**
   * CSV is read as Visivo 1.0 did: words such as `NA` and empty texts in quotes are NULL, dates
   * stay text.
   */
  readonly compat: boolean;
  /** Second name under which merges may address it. */
  readonly tableName: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** All that the command sees besides PATH; absent: the variables of the environment. */
  readonly env?: Readonly<Record<string, ConfigValue>>;
  readonly allowEmpty: boolean;
}

export type Model = SqlModel | MergeModel | ScriptModel;

/** What readers choose: see `contract/input.ts`. */
export interface Input extends ObjectBase {
  readonly kind: "input";
  readonly settings: InputSettings;
}

export interface Trace extends ObjectBase, TraceSql {
  readonly kind: "trace";
  readonly model?: Model;
  /** Plotly trace type. */
  readonly type: string;
  /** Properties without the dynamic ones, whose places hold null. */
  readonly props: JsonObject;
  /** Of a number that is compared with something. */
  readonly card?: NumberCard;
  /** By column of the result: a word such as `usd0`, d3-format or d3-time-format. */
  readonly formats: ReadonlyMap<string, string>;
  /** Filters that its rows follow, and switches of models below, each once. */
  readonly inputs: readonly Input[];
  /** One of them, which a click on a mark sets; absent: found out from the expressions. */
  readonly onClick?: Input;
  /** Those in its SQL and in that of its model; it is made of their defaults. Absent: none. */
  readonly switches?: readonly SwitchInput[];
  /** The other combinations of their values. */
  readonly variants?: readonly TraceVariant[];
}

/** A trace with one combination of values of its switches. */
export interface TraceVariant {
  /** The places of the values, in the order of the switches. */
  readonly places: readonly number[];
  /** It has an id of its own. */
  readonly trace: Trace;
}

export interface Chart extends ObjectBase {
  readonly kind: "chart";
  readonly traces: readonly Trace[];
  readonly layout: JsonObject;
  readonly lines: readonly ReferenceLine[];
  readonly selector?: Selector;
}

export interface TableColumn {
  /** `columns.name` or `props.path` of the trace, or a column of the model. */
  readonly key: string;
  readonly header?: string;
  /** A word such as `usd0`, d3-format or d3-time-format. */
  readonly format?: string;
  readonly aggregation?: string;
  readonly markdown: boolean;
  readonly show?: ColumnLook;
  readonly total?: ColumnTotal;
}

export interface Table extends ObjectBase {
  readonly kind: "table";
  readonly traces: readonly Trace[];
  /** Set when the table shows a model's rows. */
  readonly model?: Model;
  /** Filters that the rows of `model` follow, each once. */
  readonly inputs: readonly Input[];
  /**
   * By trace name; a table of a model keeps its columns under the model's name. What has no entry
   * shows all its columns.
   */
  readonly columnDefs: ReadonlyMap<string, readonly TableColumn[]>;
  /** Absent: all rows, which scroll. */
  readonly rowsPerPage?: number;
  readonly selector?: Selector;
}

export interface Selector extends ObjectBase {
  readonly kind: "selector";
  readonly type: "single" | "multiple";
  readonly options: readonly SelectorOption[];
}

/**
 * What a selector chooses among: a row and an item are named by themselves, having no object of
 * their own.
 */
export type SelectorOption =
  | { readonly kind: "trace" | "chart" | "table"; readonly name: string }
  | { readonly kind: "row" | "item"; readonly name: string };

export interface Dashboard extends ObjectBase {
  readonly kind: "dashboard";
  /** As written: a position or a title. */
  readonly level?: number | string;
  /** Set for external dashboards. */
  readonly href?: string;
  readonly rows: readonly Row[];
}

export interface Row {
  /** By which a selector shows or hides it. */
  readonly name?: string;
  /** CSS pixels; 0 means as tall as its content. */
  readonly height: number;
  readonly items: readonly Item[];
}

/** The value of a trace that has one row, in a text. */
export interface TextValue {
  /** Where it stands in the text. */
  readonly start: number;
  readonly end: number;
  readonly trace: Trace;
  /** Of the trace's result. */
  readonly column: string;
  /** Its place in the file. */
  readonly at: SourceRange;
}

export type ItemContent =
  | { readonly kind: "chart"; readonly chart: Chart }
  | { readonly kind: "table"; readonly table: Table }
  | { readonly kind: "selector"; readonly selector: Selector }
  | { readonly kind: "input"; readonly input: Input }
  | {
      readonly kind: "markdown";
      readonly markdown: string;
      /** What stands in the place of parts of it, in their order. */
      readonly values: readonly TextValue[];
      readonly align: "left" | "center" | "right";
      readonly justify: "start" | "end" | "center" | "between" | "around" | "evenly";
    }
  | { readonly kind: "rows"; readonly rows: readonly Row[] }
  | { readonly kind: "empty" };

export interface Item {
  /** By which a selector shows or hides it. */
  readonly name?: string;
  /** Relative to the other items of its row. */
  readonly width: number;
  readonly content: ItemContent;
  /** Errors of the item's own fields. */
  readonly problems: readonly Diagnostic[];
}

/** What a reference in a test expression stands for. */
export type TestData =
  | { readonly kind: "value"; readonly value: JsonValue }
  /**
   * A column of a result: of a trace `props.x` or `columns.y`, of a model the column's own name.
   */
  | {
      readonly kind: "column";
      readonly object: Trace | Model;
      readonly column: string;
      readonly index?: number;
      readonly slice?: readonly [number | null, number | null];
      /** What is meant where the result has no such column. */
      readonly otherwise?: JsonValue;
    }
  | { readonly kind: "list"; readonly items: readonly TestData[] }
  | { readonly kind: "element"; readonly of: TestData; readonly index: number }
  /** The names of a trace's series. */
  | { readonly kind: "cohorts"; readonly object: Trace };

/** `>{ … }`: checked and linked. */
export interface TestExpression {
  /** Between the braces, as written. */
  readonly text: string;
  readonly at: SourceRange;
  readonly root: ExpressionNode;
  /**
   * What the tree's references stand for, by their position; absent where that does not exist,
   * which was reported.
   */
  readonly data: readonly (TestData | undefined)[];
  /** The text of a part of the tree. */
  textOf(node: ExpressionNode): string;
}

export interface Test extends ObjectBase {
  readonly kind: "test";
  /** The trace inside which it is written. */
  readonly trace?: Trace;
  readonly assertions: readonly TestExpression[];
  /** Evaluated first: when it is false the test is skipped. */
  readonly condition?: TestExpression;
  /** Whether a failure fails the command. */
  readonly onFailure: "exit" | "continue";
  /** What is chosen of inputs while it looks; absent: their defaults. */
  readonly chosen?: ChosenInputs;
}

/** Choices of filters, and places of the values of switches, by the names of inputs. */
export interface ChosenInputs {
  readonly filters: ReadonlyMap<string, GivenChoice>;
  readonly switches: ReadonlyMap<string, number>;
}

/** A value that may come from the environment, which is asked when it is used. */
export type LateValue<T> = T | EnvValue;

export type DestinationSettings =
  | { readonly type: "slack"; readonly webhookUrl: LateValue<string> }
  | {
      readonly type: "email";
      readonly subject?: LateValue<string>;
      readonly to: readonly LateValue<string>[];
      readonly from?: LateValue<string>;
      readonly host: LateValue<string>;
      readonly port?: LateValue<number>;
      readonly username?: LateValue<string>;
      readonly password?: LateValue<string>;
      readonly secure?: LateValue<boolean>;
      readonly starttls?: LateValue<boolean>;
    }
  | { readonly type: "console"; readonly message?: LateValue<string> };

export interface Destination extends ObjectBase {
  readonly kind: "destination";
  /** Absent when they are wrong, which was reported. */
  readonly settings?: DestinationSettings;
}

export interface Alert extends ObjectBase {
  readonly kind: "alert";
  /** Absent: it is sent when a test failed. */
  readonly condition?: TestExpression;
  /** Without any, the alert is only reported. */
  readonly destinations: readonly Destination[];
}

export type ProjectObject =
  | Source
  | Model
  | Input
  | Trace
  | Chart
  | Table
  | Selector
  | Dashboard
  | Test
  | Alert
  | Destination;
