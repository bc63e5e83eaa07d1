/**
 * Which message of the server may follow which. Whatever does not belong to a question of ours, in
 * its turn, is no answer: a row that nobody asked for never becomes one of a result.
 */
import { ProtocolSurprise } from "../../server/refusal.js";

/**
 * What is asked, with the messages that make it up:
 *
 * - `describe`: Parse, Describe, Flush. After its refusal the server waits for a Sync.
 * - `rows`: Bind, Execute, Sync of the statement that was described.
 * - `setup`: Parse, Bind, Execute, Sync, whose rows are let go by.
 * - `sync`: Sync alone.
 * - `query`: one Query, whose statements may yield rows.
 * - `commands`: one Query, whose statements yield none.
 * - `rollback`: one Query with one statement that yields none.
 */
export type Question = "describe" | "rows" | "setup" | "sync" | "query" | "commands" | "rollback";

type State =
  | Question
  | "idle"
  | "parameters"
  | "description"
  | "row"
  | "bind"
  | "setupRow"
  | "queryNext"
  | "queryRow"
  | "commandsNext";

/** Letters of the server's messages, with what comes after them. */
const NEXT: Readonly<Record<State, Readonly<Record<string, State>>>> = {
  idle: {},
  describe: { "1": "parameters", E: "idle" },
  parameters: { t: "description", E: "idle" },
  description: { T: "idle", n: "idle", E: "idle" },
  rows: { "2": "row", E: "sync" },
  row: { D: "row", C: "sync", E: "sync" },
  setup: { "1": "bind", E: "sync" },
  bind: { "2": "setupRow", E: "sync" },
  setupRow: { D: "setupRow", C: "sync", I: "sync", E: "sync" },
  query: { T: "queryRow", C: "queryNext", E: "sync" },
  queryNext: { T: "queryRow", C: "queryNext", E: "sync", Z: "idle" },
  queryRow: { D: "queryRow", C: "queryNext", E: "sync" },
  commands: { C: "commandsNext", E: "sync" },
  commandsNext: { C: "commandsNext", E: "sync", Z: "idle" },
  rollback: { C: "sync", E: "sync" },
  sync: { Z: "idle" },
};

const NAMES: Readonly<Record<string, string>> = {
  "1": "ParseComplete",
  "2": "BindComplete",
  "3": "CloseComplete",
  C: "CommandComplete",
  D: "a row",
  E: "an error",
  G: "CopyInResponse",
  H: "CopyOutResponse",
  I: "EmptyQueryResponse",
  T: "RowDescription",
  W: "CopyBothResponse",
  Z: "ReadyForQuery",
  d: "CopyData",
  n: "NoData",
  s: "PortalSuspended",
  t: "ParameterDescription",
};

/** Where the server is in its answers to what was asked; several questions may wait at once. */
export class Conversation {
  #state: State = "idle";
  #waiting: Question[] = [];

  ask(...questions: readonly Question[]): void {
    this.#waiting.push(...questions);
  }

  /** Whether the server owes an answer. */
  get isOpen(): boolean {
    return this.#state !== "idle" || this.#waiting.length > 0;
  }

  /** Whether a row that comes now is one of the statement that was described. */
  get expectsRow(): boolean {
    return this.#state === "row";
  }

  /** Takes the letter of the next message. Throws where it does not belong. */
  take(letter: string): void {
    if (this.#state === "idle") this.#state = this.#waiting.shift() ?? "idle";
    const next = NEXT[this.#state][letter];
    if (next === undefined) throw this.#surprise(letter);
    this.#state = next;
  }

  #surprise(letter: string): ProtocolSurprise {
    const expected = Object.keys(NEXT[this.#state]).map(nameOf);
    const where =
      expected.length === 0 ? "nothing was asked of it" : `${expected.join(" or ")} belongs`;
    return new ProtocolSurprise(`it sent ${nameOf(letter)} where ${where}`);
  }
}

function nameOf(letter: string): string {
  return NAMES[letter] ?? `the message \`${letter}\``;
}
