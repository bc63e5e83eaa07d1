import { expect, test } from "vitest";
import { transportOptions } from "./email.js";

const mail = { type: "email", to: ["a@example.com"], host: "smtp.example.com" } as const;

test("port, encryption and login follow from what is given", () => {
  const login = { username: "me", password: "secret" };
  const cases = [
    [mail, { port: 587, secure: false, requireTLS: false, ignoreTLS: false }],
    [
      { ...mail, port: 465 },
      { port: 465, secure: true, requireTLS: false },
    ],
    [
      { ...mail, secure: true },
      { port: 465, secure: true },
    ],
    [
      { ...mail, port: 465, secure: false },
      { port: 465, secure: false },
    ],
    [
      { ...mail, ...login },
      { requireTLS: true, auth: { user: "me", pass: "secret" } },
    ],
    [{ ...mail, ...login, host: "localhost" }, { requireTLS: false }],
    [
      { ...mail, ...login, starttls: false },
      { requireTLS: false, ignoreTLS: true },
    ],
    [
      { ...mail, starttls: true },
      { requireTLS: true, ignoreTLS: false },
    ],
  ] as const;
  for (const [settings, expected] of cases) {
    expect(transportOptions(settings)).toMatchObject(expected);
  }
});
