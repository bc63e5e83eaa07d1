import type { Command } from "commander";
import type { Renderer } from "../project/read/jinja/renderer.js";
import type { Hosts } from "../readers/host-port.js";
import type { Terminal } from "./terminal.js";

/** Options that every command takes. */
export interface CommonOptions {
  readonly projectDir?: string;
  readonly environment?: string;
  readonly json?: boolean;
  /** Of commands that may run what a project brings. */
  readonly trust?: boolean;
  /** Of `compile`: ask for the present commits of included Git repositories. */
  readonly updateIncludes?: boolean;
  /** Of commands that call `addDbtOptions`. */
  readonly dbtProfile?: string;
  readonly dbtTarget?: string;
}

export interface CommandContext {
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C and by a polite kill. */
  readonly signal: AbortSignal;
  /** Of who runs several commands: what takes long to start, kept from one to the next. */
  readonly kept?: { readonly hosts: Hosts; readonly renderer: Renderer };
}

/** A command of the program, in a module of its own that is imported when it is used. */
export interface CommandModule {
  /** Adds arguments and options. */
  configure(command: Command): void;
  /** Does the work and resolves with the exit code. */
  run(command: Command, context: CommandContext): Promise<number>;
}

/** The exit codes of the program. */
export const EXIT = {
  fine: 0,
  projectError: 1,
  usage: 2,
  jobsFailed: 3,
  testsFailed: 4,
  refused: 5,
  resource: 6,
  bug: 70,
  interrupted: 130,
} as const;
