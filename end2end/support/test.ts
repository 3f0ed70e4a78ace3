// The test function of all specs: every browser window is watched, and complaints fail the test.

import { test as base, expect, type BrowserContextOptions, type Page } from "@playwright/test";

import { Faults } from "./faults.ts";

interface Fixtures {
  /** What the browser complained about. */
  faults: Faults;
  /** Whether scripts run: pages of members are then used after hydration only. */
  hydrates: boolean;
  /** A window of somebody else: own cookies, same watch. */
  newWindow: (options?: BrowserContextOptions) => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  hydrates: async ({ javaScriptEnabled }, use) => {
    await use(javaScriptEnabled !== false);
  },
  faults: [
    async ({ context, hydrates }, use) => {
      const faults = new Faults();
      faults.watch(context, hydrates);
      await use(faults);
      expect(faults.all(), "what the browser complained about").toEqual([]);
    },
    { auto: true },
  ],
  newWindow: async ({ browser, faults, hydrates }, use) => {
    const opened: Page[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      faults.watch(context, hydrates);
      const page = await context.newPage();
      opened.push(page);
      return page;
    });
    for (const page of opened) await page.context().close();
  },
});

export { expect };

/** A phone in a buyer's hand. */
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** Opens a page of the members and waits until it answers to the hand. */
export async function visit(page: Page, path: string, hydrates: boolean): Promise<void> {
  await page.goto(path);
  if (hydrates) await hydrated(page);
}

/** Waits for the mark that the application sets when it has taken the page over. */
export async function hydrated(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-hydrated", "1", { timeout: 15_000 });
}
