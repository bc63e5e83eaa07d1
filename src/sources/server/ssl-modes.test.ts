import { expect, test } from "vitest";
import { effectiveSslMode, isUnverified, type TlsFields } from "./ssl-modes.js";

test.each<[TlsFields, string, boolean]>([
  [{ host: "db.example.com" }, "verify-full", false],
  [{ host: "db.example.com", sslmode: "require" }, "require", true],
  [{ host: "db.example.com", sslmode: "disable" }, "disable", true],
  [{ host: "db.example.com", sslmode: "verify-ca" }, "verify-ca", false],
  [{ host: "localhost" }, "disable", false],
  [{ host: "127.0.0.1", sslmode: "require" }, "require", false],
  [{ host: "/var/run/postgresql", sslmode: "verify-full" }, "disable", false],
])("%j means %s, unverified: %j", (fields, mode, unverified) => {
  expect([effectiveSslMode(fields), isUnverified(fields)]).toEqual([mode, unverified]);
});
