import type { CheckEvent, JobLabel, RunEvent } from "../../contract/events.js";
import type { Sink } from "../terminal.js";
import { clip, groupedDigits, singleLine } from "../text/plain-text.js";
import { createPlainReporter } from "./plain.js";
import type { Reporter } from "./reporter.js";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MILLISECONDS = 100;
const CLEAR_LINE = "\r\u001b[2K";

interface Running {
  readonly job: JobLabel;
  rows: number;
}

/**
 * The plain lines with one line below them that moves: what runs now, how far it is, and how much
 * is left.
 */
export function createLiveReporter(sink: Sink): Reporter {
  const running = new Map<string, Running>();
  let done = 0;
  let total = 0;
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;

  const draw = () => {
    frame += 1;
    const spinner = sink.colors.cyan(FRAMES[frame % FRAMES.length] ?? "");
    sink.write(`${CLEAR_LINE}${spinner} ${clip(liveText(done, total, running), sink.columns - 3)}`);
  };
  const stop = () => {
    if (timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    sink.write(CLEAR_LINE);
  };
  const lines = createPlainReporter(sink, (text) => {
    if (timer !== undefined) sink.write(CLEAR_LINE);
    sink.write(text);
    if (timer !== undefined) draw();
  });

  const follow = (event: RunEvent | CheckEvent) => {
    if (event.type === "run-start" || event.type === "check-start") {
      [done, total] = [0, event.jobs.length];
      running.clear();
      if (total > 0) timer ??= setInterval(draw, FRAME_MILLISECONDS);
    }
    if (event.type === "job-start") running.set(event.job.id, { job: event.job, rows: 0 });
    if (event.type === "job-progress") {
      const entry = running.get(event.job.id);
      if (entry) entry.rows = event.rows;
    }
    if (event.type === "job-done" || event.type === "job-checked") {
      running.delete(event.job.id);
      done += 1;
    }
    if (event.type === "run-done" || event.type === "check-done") stop();
  };

  return {
    ...lines,
    event: (event) => {
      follow(event);
      lines.event(event);
    },
    close: stop,
  };
}

function liveText(done: number, total: number, running: ReadonlyMap<string, Running>): string {
  const names = [...running.values()].map(({ job, rows }) =>
    rows > 0 ? `${singleLine(job.name)} (${groupedDigits(rows)} rows)` : singleLine(job.name),
  );
  return `${done}/${total}  ${names.join(" · ")}`;
}
