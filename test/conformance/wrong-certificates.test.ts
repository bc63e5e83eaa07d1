/** Servers whose certificate has run out, is not valid yet, or is of an authority that nobody knows here. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mariadbUnavailable, startMariadb } from "../servers/mariadb.js";
import { postgresUnavailable, startPostgres } from "../servers/postgres.js";
import {
  opensslMissing,
  selfSigned,
  signedByAuthority,
  type SignedCertificate,
} from "../support/certificates.js";
import { checkStages, openSource } from "../support/source.js";
import { listen, type Listener } from "../wrong-connections/listeners.js";
import { collect, refusal } from "./collect.js";

interface Server {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  stop(): Promise<void>;
}

const PRODUCTS = [
  { type: "postgresql", unavailable: postgresUnavailable(), start: startPostgres },
  { type: "mysql", unavailable: mariadbUnavailable(), start: startMariadb },
] as const;

for (const { type, unavailable, start } of PRODUCTS) {
  describe.skipIf(unavailable !== undefined || opensslMissing)(type, () => {
    const folder = mkdtempSync(join(tmpdir(), "headwater-tls-"));
    const made: Record<string, SignedCertificate> = {};
    const servers: Record<string, Server> = {};
    beforeAll(async () => {
      made["past"] = signedByAuthority("20200101", "20200201");
      made["future"] = signedByAuthority("20980101", "20990101");
      made["valid"] = signedByAuthority("20200101", "20990101");
      for (const [name, { authority }] of Object.entries(made)) {
        writeFileSync(join(folder, `${name}.pem`), authority);
      }
      writeFileSync(join(folder, "other.pem"), selfSigned().certificate);
      await Promise.all(
        Object.entries(made).map(async ([name, certificate]) => {
          servers[name] = await start({ certificate });
        }),
      );
    });
    afterAll(async () => {
      await Promise.all(Object.values(servers).map((server) => server.stop()));
      rmSync(folder, { recursive: true });
    });

    const open = (name: string, authority?: string) => {
      const server = servers[name];
      return openSource(type, {
        host: "localhost",
        port: server?.port,
        database: server?.database,
        username: server?.user,
        password: server?.password,
        sslmode: "verify-full",
        ...(authority !== undefined && { sslrootcert: join(folder, `${authority}.pem`) }),
      });
    };

    test.each([
      ["past", "past", /certificate has expired/, /valid today.*clock/],
      ["future", "future", /certificate is not yet valid/, /valid today.*clock/],
      [
        "valid",
        undefined,
        /unable to (?:verify the first|get local issuer)/,
        /name its file in `sslrootcert`/,
      ],
      [
        "valid",
        "other",
        /unable to (?:verify the first|get local issuer)/,
        /`[^`]*other\.pem` \(`sslrootcert`\) does not/,
      ],
    ])(
      "a certificate that is %s is told, with the authority of %s",
      async (name, authority, reason, hint) => {
        const source = await open(name, authority);
        const said = await refusal(collect(source, "select 1"));
        const stages = await checkStages(source);
        expect(stages.map(({ stage, ok }) => `${stage} ${ok}`)).toEqual([
          "settings true",
          "resolve true",
          "connect true",
          "tls false",
        ]);
        for (const diagnostic of [said, stages.at(-1)?.diagnostic]) {
          expect(diagnostic).toMatchObject({
            code: "source-tls-failed",
            message: expect.stringMatching(reason),
            hint: expect.stringMatching(hint),
          });
        }
      },
    );

    test("a certificate whose authority is named is taken", async () => {
      const source = await open("valid", "valid");
      expect((await collect(source, "select 1 as a")).values).toEqual([[1]]);
      expect((await checkStages(source)).every(({ ok }) => ok)).toBe(true);
    });
  });
}

describe.skipIf(opensslMissing)("services on the web", () => {
  const CLOUDS: readonly (readonly [string, (url: string) => Record<string, unknown>])[] = [
    [
      "snowflake",
      (access_url) => ({ account: "a", username: "u", password: "p", database: "d", access_url }),
    ],
    ["bigquery", (api_endpoint) => ({ project: "demo", api_endpoint })],
  ];
  const listeners: Listener[] = [];
  afterAll(() => Promise.all(listeners.map((one) => one.stop())));

  test.each([
    ["has run out", "20200101", "20200201", /certificate has expired/, /this machine's clock/],
    [
      "nobody here knows",
      "20200101",
      "20990101",
      /unable to (?:verify|get)/,
      /NODE_EXTRA_CA_CERTS/,
    ],
  ])("a certificate that %s is told with what to do", async (_, from, to, reason, hint) => {
    const { certificate: cert, key } = signedByAuthority(from, to);
    const listener = await listen(createServer({ cert, key }));
    listeners.push(listener);
    for (const [type, fields] of CLOUDS) {
      const source = await openSource(type, fields(`https://localhost:${listener.port}`));
      const stages = await checkStages(source);
      expect(stages.at(-1)).toMatchObject({
        stage: "tls",
        ok: false,
        diagnostic: {
          code: "source-tls-failed",
          message: expect.stringMatching(reason),
          hint: expect.stringMatching(hint),
        },
      });
    }
  });
});
