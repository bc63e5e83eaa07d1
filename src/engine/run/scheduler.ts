/**
 * Runs tasks when their inputs are done and there is room in every lane that they need. Knows
 * nothing of jobs.
 */

export interface Task {
  readonly id: string;
  /** Ids of tasks that must have ended before, however they ended. Unknown ids are no condition. */
  readonly inputs: readonly string[];
  /** What limits it: `source:main`, `landing`, …; every task takes one place in each. */
  readonly lanes: readonly string[];
}

export interface ScheduleOptions<T extends Task> {
  /** Places in a lane; infinite for lanes without a limit. */
  readonly capacity: (lane: string) => number;
  /** Handles failures itself: a rejection is a bug, after which nothing more starts. */
  readonly work: (task: T) => Promise<void>;
}

/**
 * Starts tasks in the order given, as far as inputs and lanes allow. Resolves when all have ended;
 * rejects with the first bug when what was running has ended. The inputs must not form a circle.
 */
export function schedule<T extends Task>(
  tasks: readonly T[],
  { capacity, work }: ScheduleOptions<T>,
): Promise<void> {
  const waiting = new Map<string, number>();
  const dependents = new Map<string, T[]>();
  const ready = new ReadyTasks<T>();
  const used = new Map<string, number>();
  let running = 0;
  let bug: { readonly error: unknown } | undefined;

  const known = new Set(tasks.map(({ id }) => id));
  for (const task of tasks) {
    const inputs = new Set(task.inputs.filter((id) => known.has(id)));
    for (const id of inputs) {
      const list = dependents.get(id);
      if (list) list.push(task);
      else dependents.set(id, [task]);
    }
    waiting.set(task.id, inputs.size);
    if (inputs.size === 0) ready.add(task);
  }

  return new Promise((resolve, reject) => {
    function startWhatFits(): void {
      for (;;) {
        const task = bug ? undefined : ready.take((lane) => (used.get(lane) ?? 0) < capacity(lane));
        if (!task) break;
        running++;
        for (const lane of task.lanes) used.set(lane, (used.get(lane) ?? 0) + 1);
        work(task)
          .catch((error: unknown) => {
            bug ??= { error };
          })
          .finally(() => end(task));
      }
      if (running > 0) return;
      if (bug) reject(bug.error);
      else resolve();
    }

    function end(task: T): void {
      running--;
      for (const lane of task.lanes) used.set(lane, (used.get(lane) ?? 1) - 1);
      for (const dependent of dependents.get(task.id) ?? []) {
        const left = (waiting.get(dependent.id) ?? 1) - 1;
        waiting.set(dependent.id, left);
        if (left === 0) ready.add(dependent);
      }
      startWhatFits();
    }

    startWhatFits();
  });
}

/**
 * Tasks that only wait for room, in one queue per set of lanes, so that a full lane costs one look
 * and not one per task.
 */
class ReadyTasks<T extends Task> {
  readonly #queues = new Map<string, { lanes: readonly string[]; tasks: T[]; next: number }>();

  add(task: T): void {
    const key = JSON.stringify(task.lanes);
    const queue = this.#queues.get(key);
    if (queue) queue.tasks.push(task);
    else this.#queues.set(key, { lanes: task.lanes, tasks: [task], next: 0 });
  }

  take(hasRoom: (lane: string) => boolean): T | undefined {
    for (const [key, queue] of this.#queues) {
      if (!queue.lanes.every(hasRoom)) continue;
      const task = queue.tasks[queue.next++];
      this.#queues.delete(key);
      // Taken from goes last, so that all sources get their turn.
      if (queue.next < queue.tasks.length) this.#queues.set(key, queue);
      return task;
    }
    return undefined;
  }
}
