import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fakesnowUnavailable, startFakesnow, type FakesnowServer } from "./fakesnow.js";

const unavailable = fakesnowUnavailable();
describe.skipIf(unavailable !== undefined)(
  `fakesnow, if installed (${unavailable ?? "it is"})`,
  () => {
    let server: FakesnowServer;
    beforeAll(async () => {
      server = await startFakesnow({ password: "right" });
    });
    afterAll(() => server?.stop());

    test("a login is checked, and a statement is answered as the service's JSON", async () => {
      expect(await call("/session/v1/login-request", login("wrong"))).toMatchObject({
        success: false,
        code: "390100",
      });
      const { data } = await call("/session/v1/login-request", login("right"));
      const { token } = data as { token: string };
      const answer = await call(
        "/queries/v1/query-request?requestId=1",
        { sqlText: "select 2.50::number(10, 2) as price, null as nothing" },
        token,
      );
      expect(answer).toMatchObject({ success: true, data: { rowset: [["2.50", null]], total: 1 } });
    });

    function login(password: string) {
      return { data: { LOGIN_NAME: "u", PASSWORD: password, SESSION_PARAMETERS: {} } };
    }

    async function call(path: string, body: unknown, token?: string): Promise<{ data?: unknown }> {
      const response = await fetch(server.url + path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: token === undefined ? {} : { authorization: `Snowflake Token="${token}"` },
      });
      return (await response.json()) as { data?: unknown };
    }
  },
);
