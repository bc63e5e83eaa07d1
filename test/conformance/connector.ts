/** Registers the checks that every connector must pass, plugins included, with a real source. */
import { afterAll, beforeAll, describe, test } from "vitest";
import { CONFORMANCE_CHECKS, type ConnectorUnderTest } from "../../src/sources/conformance.js";
import type { Source } from "../../src/sources/contract.js";

export type { ConnectorUnderTest };

/**
 * `skip` is the reason why the source cannot be had here; `except` are checks that the server
 * cannot take, by name, each with the reason.
 */
export function behavesLikeConnector(
  name: string,
  make: () => Promise<ConnectorUnderTest>,
  skip?: string,
  except: Readonly<Record<string, string>> = {},
): void {
  describe.skipIf(skip)(`${name} behaves like a connector`, () => {
    let subject: ConnectorUnderTest;
    let source: Source;
    beforeAll(async () => {
      subject = await make();
      source = await subject.open();
    });
    afterAll(async () => {
      await source?.close();
      await subject?.close();
    });

    for (const check of CONFORMANCE_CHECKS) {
      const reason = except[check.name];
      // oxlint-disable-next-line vitest/expect-expect -- a check rejects when it fails
      test.skipIf(reason)(check.name, () => check.run(subject, source));
    }
  });
}
