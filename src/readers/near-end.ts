import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Call, CallTable, Limits, Manner, NearEnd, ReadControl } from "./call.js";
import { queued, type HostPool } from "./host-pool.js";
import type { Slots } from "./slots.js";

export interface NearEndOptions {
  readonly hosts: HostPool;
  /** Folder of drafts. */
  readonly temporaryDirectory: string;
  /** What a statement and a landing take besides a place in their hosts. */
  readonly statement: Slots | undefined;
  readonly landing: Slots | undefined;
  /** What a landing waits for before anything else. */
  readonly landings: Slots;
}

/** The near end of a table's calls: what each takes, its limits, and the file of its draft. */
export function nearEnd<Table extends CallTable>(
  table: Table,
  options: NearEndOptions,
): NearEnd<Table> {
  const calls = Object.entries(table).map(([name, call]) => [
    name,
    (...parameters: unknown[]) => ask(name, call, parameters, options),
  ]);
  // Each name of the table, with the arguments of its call and then what its manner adds.
  return Object.fromEntries(calls) as NearEnd<Table>;
}

function ask(
  name: string,
  { manner, takes }: Call<Manner, never[], unknown>,
  parameters: readonly unknown[],
  options: NearEndOptions,
): Promise<unknown> {
  const args = parameters.slice(0, -1);
  // Every manner adds its control as the last; where no rows are read nobody looks at more than an
  // AskControl has.
  const control = parameters.at(-1) as ReadControl;
  const slots = takes === "nothing" ? undefined : options[takes];
  const send = (...more: unknown[]) => options.hosts.call(name, [...args, ...more], control, slots);
  switch (manner) {
    case "answer":
      return send();
    case "rows":
      return send(limitsOf(control));
    case "draft": {
      const make = () =>
        drafted(options.temporaryDirectory, (path) => send(path, limitsOf(control)));
      return takes === "landing" ? queued(options.landings, control.signal, make) : make();
    }
    default:
      return manner satisfies never;
  }
}

/** Chooses the draft's file and removes what a failure, or a host that was ended, leaves there. */
async function drafted(
  temporaryDirectory: string,
  make: (path: string) => Promise<unknown>,
): Promise<unknown> {
  const path = join(temporaryDirectory, `draft-${randomUUID()}`);
  try {
    return await make(path);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

function limitsOf({ maxRows, maxBytes }: Limits): Limits {
  return { ...(maxRows !== undefined && { maxRows }), ...(maxBytes !== undefined && { maxBytes }) };
}
