import { afterEach, expect, test, vi } from "vitest";
import { offlineEnvironment } from "./offline-environment.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("a process that speaks to nobody reads no certificates", () => {
  vi.stubEnv("NODE_EXTRA_CA_CERTS", "/etc/ssl/all.pem");
  vi.stubEnv("HEADWATER_TEST", "1");
  expect(offlineEnvironment()).not.toHaveProperty("NODE_EXTRA_CA_CERTS");
  expect(offlineEnvironment()).toHaveProperty("HEADWATER_TEST", "1");
  expect(process.env).toHaveProperty("NODE_EXTRA_CA_CERTS");
});
