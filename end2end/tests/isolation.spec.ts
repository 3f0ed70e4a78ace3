// What one tenant has is not there for another: in the browser, with real sessions.

import type { Page } from "@playwright/test";

import { enterAs } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";

// Pool against pool, silo against silo, and across.
const pairs = [
  ["northwind", "corvid"],
  ["halden", "meridian"],
  ["northwind", "halden"],
] as const;

for (const [owner, stranger] of pairs) {
  test(`${stranger} cannot open a deal of ${owner}`, async ({ page, context, newWindow, faults, hydrates }) => {
    faults.allowStatus(404);
    await enterAs(context, owner, "leader");
    await visit(page, "/app/deals?answered=yes", hydrates);
    await page.getByRole("table", { name: "Deals" }).locator("tbody a").first().click();
    const heading = page.getByRole("heading", { level: 1 });
    await expect(page).toHaveURL(/\/app\/deals\/[0-9a-f-]{36}$/);
    await expect(page.getByRole("region", { name: "Answers" })).toBeVisible();
    const name = await heading.textContent();
    const address = page.url();

    const other = await newWindow();
    await enterAs(other.context(), stranger, "admin");
    const answer = await other.goto(address);
    expect(answer?.status()).toBe(404);
    await expect(other.getByRole("heading", { name: "We cannot find this" })).toBeVisible();
    expect(await other.content()).not.toContain(name ?? "nothing");

    await page.reload();
    await expect(heading).toHaveText(name ?? "");
  });
}

test("no request that one tenant makes works with another's session", async ({ page, context, newWindow }) => {
  await enterAs(context, "northwind", "leader");
  const seen = new Set<string>();
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (/\/deals\/[0-9a-f-]{36}/.test(pathname)) seen.add(request.url());
  });
  await page.goto("/app/deals?answered=yes");
  const hrefs = await page
    .getByRole("table", { name: "Deals" })
    .locator("tbody a")
    .evaluateAll((links) => links.slice(0, 3).map((link) => (link as HTMLAnchorElement).href));
  for (const href of hrefs) await page.goto(href);
  expect(seen.size).toBe(3);

  const other = await newWindow();
  await enterAs(other.context(), "meridian", "admin");
  for (const url of seen) expect((await other.request.get(url)).status(), url).toBe(404);
});

test("the lists of two tenants have nothing in common", async ({ newWindow }) => {
  const [one, two] = [await links(await open("northwind")), await links(await open("corvid"))];
  expect(one.filter((link) => two.includes(link))).toEqual([]);

  async function open(tenant: string): Promise<Page> {
    const page = await newWindow();
    await enterAs(page.context(), tenant, "leader");
    await page.goto("/app/deals");
    return page;
  }

  async function links(page: Page): Promise<string[]> {
    const found = page.getByRole("table", { name: "Deals" }).locator("tbody a");
    await expect(found).toHaveCount(50);
    return found.evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  }
});
