import { define } from "../definition.js";

/** Serving pages. */
export const serverCodes = () => ({
  "port-taken": define<{ port: number; used: number }>({
    severity: "warning",
    message: ({ port, used }) => `Port ${port} is taken; ${used} is used instead.`,
  }),
  "port-unusable": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => `The server cannot listen: ${reason}.`,
    hint: () => "Choose another port with `--port`; 0 takes any that is free.",
  }),
  "request-failed": define<{ path: string; reason: string }>({
    severity: "error",
    message: ({ path, reason }) => `The server failed to answer \`${path}\`: ${reason}`,
    hint: () => "The terminal of `headwater serve` has the details.",
  }),
  "folder-not-watched": define<{ path: string; reason: string }>({
    severity: "warning",
    message: ({ path, reason }) =>
      `${path === "" ? "A folder" : `\`${path}\``} cannot be watched: ${reason}.`,
    hint: () => "Edits there are not seen; start `headwater serve` again after them.",
  }),
  "watch-limit-reached": define<{ reason: string }>({
    severity: "warning",
    message: ({ reason }) => `The system watches no more files: ${reason}.`,
    hint: () =>
      "Some edits are not seen. On Linux raise `fs.inotify.max_user_watches` and `fs.inotify.max_user_instances`, else `ulimit -n`.",
  }),
});
