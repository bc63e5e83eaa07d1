/** `examples/scripts`, unchanged, over a real Redis and a real HTTP server. */
import { execFile, spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { redisUnavailable, startRedis, type RedisServer } from "./servers/redis.js";
import { copyExample } from "./support/flights-demo.js";

const unavailable = redisUnavailable();
const example = copyExample("scripts");
const state = join(example.directory, "state");
const token = "t0ken-c4n4ry";
let redis: RedisServer | undefined;
let api: ChildProcessWithoutNullStreams | undefined;
let variables: Record<string, string> = {};

beforeAll(async () => {
  if (unavailable !== undefined) return;
  redis = await startRedis();
  const server = spawn(process.execPath, [join(example.directory, "sample/products-api.mjs")], {
    env: { PORT: "0", PRODUCTS_TOKEN: token },
  });
  api = server;
  const [address] = (await once(server.stdout, "data")) as [Buffer]; // a stream without an encoding yields buffers
  variables = {
    REDIS_PORT: String(redis.port),
    REDIS_PASSWORD: redis.password,
    PRODUCTS_API: address.toString().trim(),
    PRODUCTS_TOKEN: token,
    XDG_STATE_HOME: state,
  };
  const fill = [join(example.directory, "sample/fill-redis.mjs")];
  await promisify(execFile)(process.execPath, fill, { env: variables });
});

afterAll(async () => {
  api?.kill();
  await redis?.stop();
  example.remove();
});

async function rowsOf(name: string): Promise<unknown> {
  const shown = await example.headwater(["show", name, "--format", "json"], variables);
  expect(shown).toMatchObject({ code: 0 });
  return JSON.parse(shown.stdout);
}

test.skipIf(unavailable)(
  "without trust nothing of the example runs, and that is told",
  async () => {
    const { code, stderr } = await example.headwater(["run"], variables);
    expect(code).toBe(5);
    expect(stderr.match(/error\[project-not-trusted\]/g)).toHaveLength(3);
  },
);

test.skipIf(unavailable)(
  "orders of Redis, products of an API and a log are joined and drawn",
  async () => {
    const { code, stderr } = await example.headwater(["run", "--trust"], variables);
    expect(code === 0 ? "" : stderr).toBe("");
    expect(await rowsOf("orders")).toContainEqual({
      order_id: "A-1003",
      sku: "0071",
      quantity: 10,
      price: "11.90",
      ordered_at: "2025-03-03T17:45:00",
    });
    expect(await rowsOf("products")).toHaveLength(5);
    expect(await rowsOf("deliveries")).toContainEqual({
      order_id: "A-1005",
      carrier: "Kestrel",
      hours: null,
    });
    const sales = (await rowsOf("sales")) as { order_id: string }[]; // the model has this column
    expect(sales).toHaveLength(6);
    expect(sales.find(({ order_id }) => order_id === "A-1001")).toEqual({
      order_id: "A-1001",
      ordered_at: "2025-03-03T09:12:00",
      category: "Kitchen",
      title: "Mug “Tide”",
      quantity: 2,
      amount: "25.00",
      carrier: "Nordpost",
      hours: 25,
    });
    expect(await rowsOf("revenue")).toEqual([
      { "props.x": "2025-03-03", "props.y": "144.00", cohort: "Kitchen" },
      { "props.x": "2025-03-05", "props.y": "12.15", cohort: "Kitchen" },
      { "props.x": "2025-03-03", "props.y": "249.00", cohort: "Outdoors" },
      { "props.x": "2025-03-04", "props.y": "89.95", cohort: "Outdoors" },
      { "props.x": "2025-03-05", "props.y": "249.00", cohort: "Outdoors" },
    ]);
  },
);

test.skipIf(unavailable)(
  "what the API refuses is told with the script's own words, without the token",
  async () => {
    const wrong = { ...variables, PRODUCTS_TOKEN: "wr0ng-c4n4ry" };
    const { code, stderr } = await example.headwater(["run", "products"], wrong);
    expect(code).toBe(3);
    expect(stderr).toContain("answered 401");
    expect(stderr).not.toContain("wr0ng-c4n4ry");
  },
);

test.skipIf(unavailable)("a long stream of Redis is read to its end", async () => {
  const add = `for i = 1, 1200 do redis.call('XADD', 'orders', '*', 'order_id', 'B-' .. i, 'sku', '0071', 'quantity', '1', 'price', '1.00', 'ordered_at', '2025-04-01 00:00:00') end`;
  await redis?.command("EVAL", add, "0");
  const { code } = await example.headwater(["run", "orders"], variables);
  expect(code).toBe(0);
  expect(await rowsOf("orders")).toHaveLength(1206);
});
