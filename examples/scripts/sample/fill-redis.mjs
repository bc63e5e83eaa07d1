// Puts the orders of the sample into an empty Redis, as the shop would have done.
import { readFileSync } from "node:fs";
import { connectRedis } from "../scripts/redis.mjs";

const { REDIS_HOST = "127.0.0.1", REDIS_PORT = "6379", REDIS_PASSWORD } = process.env;
const orders = JSON.parse(readFileSync(new URL("orders.json", import.meta.url), "utf8"));
const redis = await connectRedis(REDIS_HOST, Number(REDIS_PORT), REDIS_PASSWORD);
for (const order of orders) await redis.call("XADD", "orders", "*", ...Object.entries(order).flat());
redis.close();
