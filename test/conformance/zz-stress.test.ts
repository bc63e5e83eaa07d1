import { test } from "vitest";
import { sqlite } from "../../src/sources/sqlite/config.js";
const gc = (globalThis as {gc?: () => void}).gc;
test("stress", async () => {
  const type = await sqlite.load();
  const s = await type.open(sqlite.config.parse({ database: "/tmp/pgsqlite/b.db" }), { name: "s", queryTag: "x", secrets: [] });
  for (let i = 0; i < 150; i++) {
    const st = await s.stream("select x,s from t", { signal: new AbortController().signal });
    let n = 0;
    for await (const b of st.batches) { n += b.rows; if (n > 20000) break; }
    if (i % 5 === 0) { gc?.(); for await (const c of s.check()) void c; await s.catalog(); }
    await s.describe("select * from t");
  }
  console.log("gc", typeof gc);
});
test("speed", async () => {
  const type = await sqlite.load();
  const s = await type.open(sqlite.config.parse({ database: "/tmp/pgsqlite/b.db" }), { name: "s", queryTag: "x", secrets: [] });
  for (const sql of ["select x,y from t","select x,y from t","select x,s from t", "select x,y,s,n from t"]) for (let i=0;i<2;i++) {
  const t0 = performance.now();
    const st = await s.stream(sql, { signal: new AbortController().signal });
    let n = 0;
    for await (const b of st.batches) { n += b.rows; }
    console.log(sql, n, (performance.now()-t0).toFixed(0));
  }
});
