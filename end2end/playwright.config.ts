// How the journeys run: against one demo of our own, each hydrated and without JavaScript.
//
// `cargo xtask test` builds everything and sets the WINLOSS_E2E_* variables. Without WINLOSS_E2E_SERVER the tests
// use a demo that runs already: WINLOSS_E2E_DATA is its data folder.

import { defineConfig, devices } from "@playwright/test";

import { running } from "./support/stack.ts";

const server = process.env.WINLOSS_E2E_SERVER;

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results/runs",
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 30_000,
  expect: { timeout: 7_000 },
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    baseURL: running.url,
    locale: "en-GB",
    timezoneId: "UTC",
    contextOptions: { reducedMotion: "reduce" },
    actionTimeout: 5_000,
    navigationTimeout: 10_000,
    screenshot: "only-on-failure",
    // Records every step of a failed test for `npx playwright show-trace`; costs a third of the time.
    trace: process.env.WINLOSS_E2E_TRACE === undefined ? "off" : "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
  projects: [
    { name: "hydrated", testIgnore: /\.plain\.spec\.ts$/ },
    { name: "no-js", testIgnore: /\.hydrate\.spec\.ts$/, use: { javaScriptEnabled: false } },
  ],
  ...(server === undefined
    ? {}
    : {
        webServer: {
          command: `exec ${[server, ...running.demoArguments].map(quoted).join(" ")}`,
          url: `${running.url}/health/ready`,
          timeout: 180_000,
          reuseExistingServer: false,
          gracefulShutdown: { signal: "SIGTERM" as const, timeout: 15_000 },
          stdout: "ignore" as const,
          stderr: "pipe" as const,
        },
      }),
});

/** For the shell that Playwright starts the server with. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
