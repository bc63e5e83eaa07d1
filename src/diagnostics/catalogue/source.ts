import { define } from "../definition.js";

/** Reaching sources, and what ends a connection. */
export const sourceCodes = () => ({
  "source-host-unknown": define<{ source: string; host: string }>({
    severity: "error",
    message: ({ source, host }) => `\`${source}\`: there is no host named \`${host}\`.`,
    hint: () => "Check `host`; a name inside a VPN or a container network is known only there.",
  }),
  "source-unreachable": define<{ source: string; address: string; reason: string }>({
    severity: "error",
    message: ({ source, address, reason }) =>
      `\`${source}\`: nothing answers at \`${address}\` (${reason}).`,
    hint: () => "Check that the server runs, and `host` and `port`.",
  }),
  "source-connect-timeout": define<{ source: string; address: string; seconds: number }>({
    severity: "error",
    message: ({ source, address, seconds }) =>
      `\`${source}\`: no connection to \`${address}\` within ${seconds} s.`,
    hint: () =>
      "A firewall may drop the packets; a slow server may need a longer `connect_timeout`.",
  }),
  "source-login-slow": define<{ source: string; address: string; seconds: number }>({
    severity: "error",
    message: ({ source, address, seconds }) =>
      `\`${source}\`: the server at \`${address}\` is there, but the login took longer than ${seconds} s.`,
    hint: () =>
      "It may be overloaded, a pooler may wait for a connection of its own, or the server looks up this machine's name; a longer `connect_timeout` waits for it.",
  }),
  "source-says-nothing": define<{
    source: string;
    address: string;
    seconds: number;
    name: string;
  }>({
    severity: "error",
    message: ({ source, address, seconds }) =>
      `\`${source}\`: what answers at \`${address}\` took the connection and said nothing for ${seconds} s.`,
    hint: ({ name }) =>
      `${name} would have answered: something else listens there, or holds the packets on the way. Check \`host\` and \`port\`.`,
  }),
  "source-hangs-up": define<{ source: string; address: string; name: string }>({
    severity: "error",
    message: ({ source, address }) =>
      `\`${source}\`: what answers at \`${address}\` closes the connection without a word.`,
    hint: ({ name }) =>
      `A tunnel, a container's port or a load balancer does so when no ${name} is behind it; look at that, and at \`host\` and \`port\`.`,
  }),
  "source-other-server": define<{
    source: string;
    address: string;
    found: string | undefined;
    name: string;
    port: number;
  }>({
    severity: "error",
    message: ({ source, address, found, name }) =>
      `\`${source}\`: at \`${address}\` answers ${found ?? "something else"}, not ${name}.`,
    hint: ({ name, port }) =>
      `Check \`type\`, \`host\` and \`port\`; ${name} listens at ${port} unless told otherwise.`,
  }),
  "source-check-silent": define<{ source: string; after: string; seconds: number }>({
    severity: "error",
    message: ({ source, after, seconds }) =>
      `\`${source}\` said nothing for ${seconds} s after the stage \`${after}\`.`,
    hint: () =>
      "The server may be overloaded, or something between here and there holds the packets.",
  }),
  "source-tls-failed": define<{ source: string; address: string; reason: string }>({
    severity: "error",
    message: ({ source, address, reason }) =>
      `\`${source}\`: no trusted encrypted connection to \`${address}\`: ${reason}`,
    hint: () =>
      "Name the authority's certificate in `sslrootcert`, or choose another `sslmode` if you accept an unverified server.",
  }),
  "source-tls-missing": define<{
    source: string;
    address: string;
    mode: string;
    set: string | undefined;
  }>({
    severity: "error",
    message: ({ source, address, mode, set }) =>
      `\`${source}\`: the server at \`${address}\` offers no encryption, and \`sslmode\` is \`${mode}\`${set === undefined ? ", as for all servers elsewhere" : ""}.`,
    hint: () =>
      "Have TLS set up on the server; where the network is safe, `sslmode: disable` goes without.",
  }),
  "source-authority-unreadable": define<{ source: string; file: string; reason: string }>({
    severity: "error",
    message: ({ source, file, reason }) =>
      `\`${source}\`: \`sslrootcert\` cannot be read: \`${file}\`: ${reason}.`,
    hint: () =>
      "It is the PEM file of the authority that signed the server's certificate; relative paths start at the folder of the file that declares the source.",
  }),
  "source-tls-unverified": define<{ source: string; mode: string }>({
    severity: "warning",
    message: ({ source, mode }) =>
      `\`${source}\` does not check which server it talks to (\`sslmode: ${mode}\`).`,
    hint: () => "`sslmode: verify-full` does; `sslrootcert` names a private authority.",
  }),
  "source-refused": define<{ source: string; address: string; reason: string }>({
    severity: "error",
    message: ({ source, address, reason }) =>
      `\`${source}\`: the server at \`${address}\` refused the connection: ${reason}`,
  }),
  "source-connection-lost": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) => `\`${source}\`: the connection was lost: ${reason}`,
    hint: () => "What had arrived is not used. Run again.",
  }),
  "source-opening-refused": define<{ source: string; sql: string; why: string; reason: string }>({
    severity: "error",
    message: ({ source, sql, why, reason }) =>
      `\`${source}\`: the server refused \`${sql}\`, which Headwater sends before each query ${why}: ${reason}`,
    hint: () =>
      "The server speaks the protocol of the source's `type` and lacks a part of it. A script model or a plugin can read it in its own way.",
  }),
  "source-protocol-broken": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) =>
      `\`${source}\`: the server does not keep to its protocol: ${reason}.`,
    hint: () =>
      "Nothing of its answer is used, and it is not asked again. A server that only resembles the source's `type` may need another type or another version.",
  }),
  "source-setup-failed": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) => `\`${source}\`: \`after_connect\` failed: ${reason}`,
  }),
  "source-locked": define<{ source: string; file: string }>({
    severity: "error",
    message: ({ source, file }) =>
      `\`${source}\`: \`${file}\` is being written by another program and stayed locked.`,
    hint: () => "Run again when the other program is done.",
  }),
});
