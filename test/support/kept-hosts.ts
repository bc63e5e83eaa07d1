/**
 * Hosts of readers that outlive their task: starting one takes longer than most of what a test asks
 * of it. They are the real threads and processes, and end with the worker of the tests.
 */
import {
  OWN_HOSTS,
  type HostEvents,
  type HostPort,
  type Hosts,
  type StartHost,
} from "../../src/readers/host-port.js";

/** Of each kind; more are ended. */
const KEPT = 4;

interface KeptHost {
  readonly port: HostPort;
  /** Of who has it now. */
  events: HostEvents | undefined;
}

/** Starts hosts, and keeps those that are done for the next who wants one. */
function keeping(start: StartHost): StartHost {
  const idle = new Set<KeptHost>();

  function startKept(): KeptHost {
    const host: KeptHost = {
      port: start({
        onMessage: (message) => host.events?.onMessage(message),
        onEnd(reason) {
          idle.delete(host);
          host.events?.onEnd(reason);
        },
      }),
      events: undefined,
    };
    return host;
  }

  return (events) => {
    const [kept] = idle;
    const host = kept ?? startKept();
    idle.delete(host);
    host.events = events;
    return {
      ...host.port,
      end() {
        if (idle.size >= KEPT) return host.port.end();
        host.events = undefined;
        idle.add(host);
        events.onEnd("its task was done");
      },
    };
  };
}

/** For all tests of a worker. */
export const keptHosts: Hosts = {
  thread: keeping(OWN_HOSTS.thread),
  process: keeping(OWN_HOSTS.process),
  offlineProcess: keeping(OWN_HOSTS.offlineProcess),
};
