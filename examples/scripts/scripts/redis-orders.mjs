// Prints the entries of the Redis stream `orders`, one JSON object per line, 500 entries per round trip.
import { connectRedis } from "./redis.mjs";

const { REDIS_HOST, REDIS_PORT, REDIS_PASSWORD } = process.env;
const redis = await connectRedis(REDIS_HOST, Number(REDIS_PORT), REDIS_PASSWORD);

for (let from = "-"; ;) {
  const entries = await redis.call("XRANGE", "orders", from, "+", "COUNT", "500");
  for (const [, fields] of entries) {
    const order = {};
    for (let i = 0; i < fields.length; i += 2) order[fields[i]] = fields[i + 1];
    console.log(JSON.stringify(order));
  }
  if (entries.length < 500) break;
  from = `(${entries.at(-1)[0]}`;
}
redis.close();
