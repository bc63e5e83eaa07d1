import { expect, test } from "vitest";
import { HttpFailure } from "./failure.js";
import { createTokenKeeper, type AccessToken } from "./token.js";

/** A service whose logins are counted; `refuses` are the tokens that it does not take. */
function scripted(
  lifetime = Infinity,
  login: (made: number) => Promise<void> = () => Promise.resolve(),
) {
  const state = { now: 1_000_000, logins: 0, calls: [] as string[], refuses: [] as string[] };
  const keeper = createTokenKeeper({
    clock: { now: () => state.now, wait: () => Promise.resolve() },
    login(): Promise<AccessToken> {
      state.logins += 1;
      const authorization = `Bearer ${state.logins}`;
      const token = () => ({ authorization, expiresAt: state.now + lifetime });
      return login(state.logins).then(token);
    },
  });
  const call = (signal?: AbortSignal) =>
    keeper.authorized((authorization) => {
      state.calls.push(authorization);
      return state.refuses.includes(authorization)
        ? Promise.reject(status(401))
        : Promise.resolve("done");
    }, signal);
  return { state, call };
}

function status(code: number): HttpFailure {
  const answer = { status: code, headers: new Headers(), text: "" };
  return new HttpFailure("status", `HTTP ${code}`, "host", answer);
}

test("many calls share one login", async () => {
  const { state, call } = scripted();
  expect(await Promise.all([call(), call(), call()])).toEqual(["done", "done", "done"]);
  await call();
  expect(state.calls).toEqual(["Bearer 1", "Bearer 1", "Bearer 1", "Bearer 1"]);
});

test("a token is renewed a minute before its end, a short one after half of its life", async () => {
  for (const [lifetime, good, over] of [
    [3_600_000, 3_539_999, 3_540_000],
    [10_000, 4_999, 5_000],
  ] as const) {
    const { state, call } = scripted(lifetime);
    const start = state.now;
    await call();
    state.now = start + good;
    await call();
    state.now = start + over;
    await call();
    expect(state.calls).toEqual(["Bearer 1", "Bearer 1", "Bearer 2"]);
  }
});

test("a refused token is renewed once, for all of the calls that used it", async () => {
  const { state, call } = scripted();
  await call();
  state.refuses.push("Bearer 1");
  expect(await Promise.all([call(), call(), call()])).toEqual(["done", "done", "done"]);
  expect(state.logins).toBe(2);
  state.refuses.push("Bearer 2", "Bearer 3");
  await expect(call()).rejects.toMatchObject({ message: "HTTP 401" });
  expect(state.logins).toBe(3);
});

test("a late refusal of an old token uses the new one that another call got", async () => {
  let logins = 0;
  const keeper = createTokenKeeper({
    clock: { now: () => 0, wait: () => Promise.resolve() },
    login: () => Promise.resolve({ authorization: `Bearer ${(logins += 1)}` }),
  });
  let refuse = () => {};
  const late = new Promise<string>((_, reject) => (refuse = () => reject(status(401))));
  const old = "Bearer 1";
  const slow = keeper.authorized(
    (token) => (token === old ? late : Promise.resolve(token)),
    undefined,
  );
  await keeper.authorized((token) => {
    return token === old ? Promise.reject(status(401)) : Promise.resolve(token);
  }, undefined);
  refuse();
  expect([await slow, logins]).toEqual(["Bearer 2", 2]);
});

test("another failure renews nothing", async () => {
  let logins = 0;
  const keeper = createTokenKeeper({
    clock: { now: () => 0, wait: () => Promise.resolve() },
    login: () => Promise.resolve({ authorization: `Bearer ${(logins += 1)}` }),
  });
  const failing = keeper.authorized(() => Promise.reject(status(403)), undefined);
  await expect(failing).rejects.toMatchObject({ message: "HTTP 403" });
  expect(logins).toBe(1);
});

test("a refused login is not tried again for a minute, a lost one is at the next call", async () => {
  const refused = scripted(Infinity, () => Promise.reject(status(401)));
  for (const pass of [0, 59_999]) {
    refused.state.now += pass;
    await expect(refused.call()).rejects.toMatchObject({ message: "HTTP 401" });
    expect(refused.state.logins).toBe(1);
  }
  refused.state.now += 1;
  await expect(refused.call()).rejects.toThrow();
  expect(refused.state.logins).toBe(2);

  const lost = scripted(Infinity, (made) =>
    made === 1 ? Promise.reject(new HttpFailure("cut", "lost")) : Promise.resolve(),
  );
  await expect(lost.call()).rejects.toMatchObject({ kind: "cut" });
  expect(await lost.call()).toBe("done");
});

test("a login that throws before it is a promise is tried again, too", async () => {
  const { call } = scripted(Infinity, (made) => {
    if (made === 1) throw new Error("no key");
    return Promise.resolve();
  });
  await expect(call()).rejects.toThrow("no key");
  expect(await call()).toBe("done");
});

test("a call that is cancelled while it waits for the login leaves the login to the others", async () => {
  let finish = () => {};
  const { state, call } = scripted(Infinity, () => new Promise((resolve) => (finish = resolve)));
  const cancel = new AbortController();
  const [cancelled, other] = [call(cancel.signal), call()];
  cancel.abort();
  await expect(cancelled).rejects.toMatchObject({ kind: "cancelled" });
  finish();
  expect([await other, state.logins]).toEqual(["done", 1]);
});
