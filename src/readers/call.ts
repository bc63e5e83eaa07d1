/**
 * How a question travels from the main thread to a reader host. A call is declared once, in one of
 * the tables of `calls.ts`, with its arguments, its answer, and two words: its manner, which says
 * what goes with the arguments, and what it takes. The type of the near end and that of the service
 * in the host follow from the table.
 */
import type { Draft } from "../rows/result/draft.js";
import type { CheckStage } from "../sources/contract.js";

/** Rows and bytes that are too many: an error, never a cut. */
export interface Limits {
  readonly maxRows?: number;
  readonly maxBytes?: number;
}

/** What goes with every question on its asker's side. */
export interface AskControl {
  /** Aborting it stops the work, on the server too. */
  readonly signal?: AbortSignal;
  readonly onProgress?: ((rows: number, bytes: number) => void) | undefined;
  readonly onStage?: (stage: CheckStage) => void;
}

/** What goes with a question that reads rows. */
export interface ReadControl extends AskControl, Limits {
  readonly signal: AbortSignal;
}

/** What a call may use in the host besides its arguments. */
export interface CallControl {
  readonly signal: AbortSignal;
  progress(rows: number, bytes: number): void;
  stage(stage: CheckStage): void;
}

/** What the asker adds to the arguments, by manner. */
interface NearEnds {
  /** Rows go to a file, which is removed when the call fails. */
  readonly draft: [control: ReadControl];
  /** Rows are the answer. */
  readonly rows: [control: ReadControl];
  /** No rows are read. */
  readonly answer: [control: AskControl];
}

/** What the service gets after the arguments, by manner. */
interface FarEnds {
  /** `path` is where the file is written; whoever asks removes what a failure leaves there. */
  readonly draft: [path: string, limits: Limits, control: CallControl];
  readonly rows: [limits: Limits, control: CallControl];
  readonly answer: [control: CallControl];
}

/** What becomes of the rows of a call, and so what goes with its arguments. */
export type Manner = keyof NearEnds & keyof FarEnds;

/** `landing`: a statement whose rows go through this process into a Parquet file. */
export type Takes = "nothing" | "statement" | "landing";

/** A line of a table of calls, made by {@link draft}, {@link rows} or {@link answer}. */
export interface Call<Name extends Manner, Args extends unknown[], Answer> {
  readonly manner: Name;
  readonly takes: Takes;
  /** Never there: the arguments and the answer, for the types below. */
  readonly types?: (...args: Args) => Answer;
}

/** Calls by name. */
export type CallTable = Readonly<Record<string, Call<Manner, never[], unknown>>>;

/** A call whose rows go to a file of the asker's; the answer describes it. */
export function draft<Args extends unknown[]>(takes: Takes): Call<"draft", Args, Draft> {
  return { manner: "draft", takes };
}

/** A call whose rows are its answer, within the asker's limits. */
export function rows<Args extends unknown[], Answer>(takes: Takes): Call<"rows", Args, Answer> {
  return { manner: "rows", takes };
}

/** A call that reads no rows. Most take no statement's place either. */
export function answer<Args extends unknown[], Answer>(
  takes: Takes = "nothing",
): Call<"answer", Args, Answer> {
  return { manner: "answer", takes };
}

/** The calls of a table as the main thread asks them. Failures reject with a SourceError. */
export type NearEnd<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Call<infer M, infer Args, infer Answer>
    ? (...args: [...Args, ...NearEnds[M]]) => Promise<Answer>
    : never;
};

/** The calls of a table as a host answers them. */
export type Service<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Call<infer M, infer Args, infer Answer>
    ? (...args: [...Args, ...FarEnds[M]]) => Promise<Answer>
    : never;
} & { close(): Promise<void> };
