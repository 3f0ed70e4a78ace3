// The overview: key figures, the filter whose state is the address, and what is behind each number.

import type { Page } from "@playwright/test";

import { enterAs } from "../support/people.ts";
import { expect, hydrated, test, visit } from "../support/test.ts";

test.beforeEach(async ({ context }) => {
  await enterAs(context, "northwind", "leader");
});

const tile = (page: Page, name: string) =>
  page.getByRole("region", { name: "Key figures" }).getByRole("link").filter({ hasText: name });

/** Opens a chip of the filter bar. */
async function open(page: Page, chip: string): Promise<void> {
  await page.getByRole("group", { name: "Filters" }).locator("summary").filter({ hasText: chip }).click();
}

/** Ticks one choice of a chip; without script it takes a button, too. */
async function choose(page: Page, chip: string, choice: string, hydrates: boolean): Promise<void> {
  await open(page, chip);
  const panel = page.getByRole("group", { name: chip, exact: true });
  await panel.getByLabel(choice, { exact: true }).check();
  if (!hydrates) await panel.getByRole("button", { name: "Apply" }).click();
}

test("it opens with figures, each with its doubt, and no empty section", async ({ page, hydrates }) => {
  await visit(page, "/app", hydrates);
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await expect(tile(page, "Win rate")).toContainText(/\d+\s?%/);
  await expect(tile(page, "Win rate")).toContainText(/n = \d+ · \d+–\d+\s?%/);
  await expect(tile(page, "Value won")).toContainText(/\$[\d.]+M/);
  await expect(tile(page, "Closed deals")).toContainText(/\d+ won · \d+ lost/);
  await expect(tile(page, "Heard from")).toContainText(/\d+ of \d+\sdeals/);
  for (const id of ["win-rate", "reasons", "competitors", "cycle", "newest"]) {
    await expect(page.locator(`#${id}`), id).not.toBeEmpty();
  }
  await expect(page.locator(".empty")).toHaveCount(0);
});

test("a filter is in the address, counts at once, and Back takes it away", async ({ page, hydrates }) => {
  await visit(page, "/app", hydrates);
  const closed = tile(page, "Closed deals").locator(".stat__value");
  const all = Number(await closed.textContent());
  await choose(page, "Segment", "Enterprise", hydrates);
  await expect(page).toHaveURL(/[?&]segment=Enterprise$/);
  await expect(closed).not.toHaveText(String(all));
  const enterprise = Number(await closed.textContent());
  expect(enterprise).toBeGreaterThan(0);
  expect(enterprise).toBeLessThan(all);

  await choose(page, "Region", "EMEA", hydrates);
  await expect(page).toHaveURL(/segment=Enterprise&region=EMEA/);
  await expect(closed).not.toHaveText(String(enterprise));

  await page.goBack();
  await expect(page).toHaveURL(/[?&]segment=Enterprise$/);
  await expect(closed).toHaveText(String(enterprise));
  await page.goBack();
  await expect(page).toHaveURL(/\/app$/);
  await expect(closed).toHaveText(String(all));
});

test("the default period is not worth a word in the address", async ({ page, hydrates }) => {
  await visit(page, "/app", hydrates);
  await choose(page, "Segment", "Enterprise", hydrates);
  await expect(page).toHaveURL(/\/app\?segment=Enterprise$/);
  await visit(page, "/app/deals?period=24m&sort=name", hydrates);
  await choose(page, "Closed", "Last 12 months", hydrates);
  await expect(page).toHaveURL(/\/app\/deals\?sort=name$/);
});

test("a chip is removed where it stands", async ({ page, hydrates }) => {
  await visit(page, "/app?segment=Enterprise&outcome=won", hydrates);
  await page.getByRole("link", { name: "Remove filter: segment" }).click();
  await expect(page).toHaveURL(/\/app\?outcome=won$/);
  await expect(page.getByRole("link", { name: "Remove filter: segment" })).toHaveCount(0);
  await page.getByRole("link", { name: "Remove filter: outcome" }).click();
  await expect(page).toHaveURL(/\/app$/);
  await expect(page.getByRole("link", { name: /^Remove filter/ })).toHaveCount(0);
});

test("an address with a filter can be sent to a colleague", async ({ newWindow, hydrates }) => {
  const colleague = await newWindow();
  await enterAs(colleague.context(), "northwind", "rep");
  await visit(colleague, "/app?period=24m&region=EMEA&reasons=value", hydrates);
  const filters = colleague.getByRole("group", { name: "Filters" });
  await expect(filters).toContainText("Last 24 months");
  await expect(filters).toContainText("EMEA");
  const measure = colleague.getByRole("navigation", { name: "Count reasons by" });
  await expect(measure.getByRole("link", { name: "Value" })).toHaveAttribute("aria-current", "true");
});

test("a filter that nothing fits says so and leads on", async ({ page, hydrates }) => {
  await visit(page, "/app?segment=Nobody", hydrates);
  await expect(page.getByRole("heading", { name: /^No deal closed/ })).toBeVisible();
  await page.getByRole("link", { name: "Clear the filter" }).click();
  await expect(page).toHaveURL(/\/app$/);
  await expect(tile(page, "Win rate")).toBeVisible();
});

test("nonsense in the address is left out", async ({ page, hydrates }) => {
  await visit(page, "/app?period=9999q9&outcome=%00&x=%zz&rep=", hydrates);
  await expect(tile(page, "Win rate")).toContainText(/n = \d+/);
});

test("reasons are counted by frequency or by value", async ({ page, hydrates }) => {
  await visit(page, "/app", hydrates);
  const reasons = page.getByRole("region", { name: /./ }).filter({ has: page.locator("#reasons") });
  const measure = page.getByRole("navigation", { name: "Count reasons by" });
  const first = reasons.getByRole("row").nth(1);
  await expect(first).toContainText("%");
  await expect(first).not.toContainText("$");
  await measure.getByRole("link", { name: "Value" }).click();
  await expect(page).toHaveURL(/reasons=value/);
  await expect(first).toContainText("$");
  await measure.getByRole("link", { name: "Frequency" }).click();
  await expect(page).toHaveURL(/\/app$/);
  await expect(first).not.toContainText("$");
});

test("a number opens the deals behind it, as many as it says", async ({ page, hydrates }) => {
  await visit(page, "/app", hydrates);
  const closed = await tile(page, "Closed deals").locator(".stat__value").textContent();
  await tile(page, "Closed deals").click();
  await expect(page).toHaveURL(/\/app\/deals/);
  await expect(page.locator(".filters__note")).toContainText(new RegExp(`^${closed}\\sdeals`));
  if (hydrates) await hydrated(page);
  await page.goBack();
  await expect(tile(page, "Closed deals")).toBeVisible();
});

test("a reason opens its lost deals, but never one whose buyer is counted in totals only", async ({ page, hydrates }) => {
  await visit(page, "/app", hydrates);
  const reasons = page.getByRole("region", { name: /./ }).filter({ has: page.locator("#reasons") });
  const row = reasons.getByRole("row").nth(1);
  const count = Number(await row.getByRole("cell").last().textContent());
  await row.getByRole("link").click();
  await expect(page).toHaveURL(/theme=/);
  await expect(page.getByRole("group", { name: "Filters" })).toContainText("Reason");
  const listed = Number(/^\d+/.exec((await page.locator(".filters__note").textContent()) ?? "")?.[0]);
  expect(listed).toBeGreaterThan(0);
  // The rest is said, with the reason why it is not listed.
  const note = (await page.getByText("in answers that are not open to you").allTextContents()).join();
  const unlisted = Number(/^\d+/.exec(note)?.[0] ?? 0);
  expect(listed + unlisted).toBe(count);
});

test("each chart carries its table", async ({ page, hydrates }) => {
  await visit(page, "/app", hydrates);
  const table = page.getByRole("table", { name: "Win rate by quarter" });
  if (hydrates) {
    await expect(page.getByTestId("win-rate-chart").locator("canvas")).toBeVisible();
    await page.locator(".chart-frame").first().getByText("Table", { exact: true }).click();
  }
  await expect(table).toBeVisible();
  await expect(table.getByRole("row")).not.toHaveCount(1);
});
