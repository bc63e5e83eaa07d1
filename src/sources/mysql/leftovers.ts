/**
 * Statements that go on although their process was killed: the server notices only when it next
 * sends a row. Each bears a mark of its process, by which the next run knows them.
 */
import { hostname } from "node:os";
import { isOfLivingProcess, ownPrefix } from "../../disk/process-identity.js";
import type { Session } from "./session.js";
import { query } from "./statement.js";

const OURS = `SELECT ID, INFO FROM information_schema.PROCESSLIST
  WHERE COMMAND <> 'Sleep' AND INFO LIKE '/* headwater/% by %'`;

const MARK = /^\/\* headwater\/[^*]* by (\d+\.\w*-)@([\w.-]+) \*\//;

/** What tells this process's statements from those of all others. */
export function processMark(): string {
  return ` by ${ownPrefix()}@${machine()}`;
}

/** Ends what processes of this machine that are dead have left; a login sees its own at least. */
export async function endLeftovers(session: Session): Promise<void> {
  for (const [id, text] of await query(session, OURS)) {
    const [, process, host] = MARK.exec(text ?? "") ?? [];
    if (process === undefined || host !== machine() || isOfLivingProcess(process)) continue;
    await query(session, `KILL CONNECTION ${Number(id)}`);
  }
}

function machine(): string {
  return hostname().replaceAll(/[^\w.-]/g, "_");
}
