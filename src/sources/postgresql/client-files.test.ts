import { expect, test } from "vitest";
import { parseServices, passwordIn } from "./client-files.js";

const WANTED = ["db.example.com", "5432", "shop", "reader"];

test.each([
  ["db.example.com:5432:shop:reader:word", "word"],
  ["db.example.com:*:*:reader:word", "word"],
  ["# db.example.com:*:*:*:no\ndb.example.com:*:*:*:w\\:o\\\\rd", "w:o\\rd"],
  ["other:*:*:*:no\r\ndb.example.com:5432:shop:reader:first\ndb.example.com:*:*:*:second", "first"],
  ["db.example.com:5433:shop:reader:word", undefined],
  ["db.example.com:5432:shop", undefined],
  // Any project could have it sent anywhere.
  ["*:*:*:*:word", undefined],
])("of the passwords in %j the one for the login is %j", (text, password) => {
  expect(passwordIn(text, WANTED)).toBe(password);
});

test("services are sections of keys and values; of two of one name the first counts", () => {
  const text =
    "# ours\n[shop]\nhost = db.example.com\nuser=reader\n\n[other]\nport=1\n[shop]\nhost=no\n";
  expect([...(parseServices(text).get("shop") ?? [])]).toEqual([
    ["host", "db.example.com"],
    ["user", "reader"],
  ]);
  expect(parseServices(text).get("other")?.get("port")).toBe("1");
});
