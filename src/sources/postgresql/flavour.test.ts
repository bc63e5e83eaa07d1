import { expect, test } from "vitest";
import { flavourOf } from "./flavour.js";

test.each([
  [{ server_version: "15.6 (Debian)" }, "PostgreSQL", 3],
  [{ server_version: "8.0.2" }, "Redshift", 2],
  [{ server_version: "13.0.0", crdb_version: "CockroachDB CCL v24.1.0" }, "CockroachDB", 3],
])("%j is told by what it says of itself: %s", (parameters, name, floatDigits) => {
  expect(flavourOf(new Map(Object.entries(parameters)))).toMatchObject({ name, floatDigits });
});
