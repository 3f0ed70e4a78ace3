// The list of deals and the page of one.

import type { Page } from "@playwright/test";

import { enterAs } from "../support/people.ts";
import { tenant } from "../support/stack.ts";
import { expect, test, visit } from "../support/test.ts";
import { closedDeal, send } from "../support/webhook.ts";

test.beforeEach(async ({ context }) => {
  await enterAs(context, "northwind", "leader");
});

const rows = (page: Page) => page.getByRole("table", { name: "Deals" }).locator("tbody tr");

async function amounts(page: Page): Promise<number[]> {
  const cells = await rows(page).locator("td.deal-table__amount").allTextContents();
  const scale: Record<string, number> = { k: 1e3, M: 1e6 };
  return cells
    .map((cell) => /\$([\d.]+)(k|M)?/.exec(cell.trim()))
    .filter((found) => found !== null)
    .map((found) => Number(found[1]) * (scale[found[2] ?? ""] ?? 1));
}

test("a page holds fifty, the pager leads through them", async ({ page, hydrates }) => {
  await visit(page, "/app/deals", hydrates);
  await expect(rows(page)).toHaveCount(50);
  const pager = page.getByRole("navigation", { name: "Pages" });
  await expect(pager).toContainText(/1–50 of \d+\sdeals/);
  const first = await rows(page).first().textContent();
  await pager.getByRole("link", { name: "Next" }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(pager).toContainText(/51–100 of \d+\sdeals/);
  await expect(rows(page).first()).not.toHaveText(first ?? "");
  await pager.getByRole("link", { name: "Previous" }).click();
  await expect(pager).toContainText(/1–50 of \d+\sdeals/);
});

test("a page behind the last one leads back", async ({ page, hydrates }) => {
  await visit(page, "/app/deals?page=9999", hydrates);
  await expect(page.getByRole("heading", { name: "This page is behind the last deal" })).toBeVisible();
  await page.getByRole("link", { name: "Go to the first page" }).click();
  await expect(rows(page)).toHaveCount(50);
});

test("the list is sorted by a column, and turned around", async ({ page, hydrates }) => {
  await visit(page, "/app/deals", hydrates);
  const head = page.getByRole("columnheader", { name: "Amount" });
  await head.getByRole("link").click();
  await expect(page).toHaveURL(/sort=largest/);
  await expect(head).toHaveAttribute("aria-sort", "descending");
  const down = await amounts(page);
  expect(down).toEqual(down.toSorted((a, b) => b - a));
  await head.getByRole("link").click();
  await expect(page).toHaveURL(/sort=smallest/);
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  const up = await amounts(page);
  expect(up).toEqual(up.toSorted((a, b) => a - b));
});

test("search finds by name and says what it searched for", async ({ page, hydrates }) => {
  await visit(page, "/app/deals", hydrates);
  const name = (await rows(page).nth(3).getByRole("link").textContent())?.trim() ?? "";
  const word = name.split(/[ ,]/)[0] ?? name;
  await page.getByRole("searchbox", { name: "Search deals" }).fill(word);
  await page.getByRole("searchbox", { name: "Search deals" }).press("Enter");
  await expect(page).toHaveURL(new RegExp(`q=${word}`));
  const chip = page.getByRole("link", { name: "Remove filter: search" });
  await expect(chip).toBeVisible();
  await expect(rows(page).filter({ hasText: name }).first()).toBeVisible();
  for (const text of await rows(page).allTextContents()) expect(text.toLowerCase()).toContain(word.toLowerCase());
  await chip.click();
  await expect(rows(page)).toHaveCount(50);
});

test("a search that finds nothing leads on", async ({ page, hydrates }) => {
  await visit(page, "/app/deals?q=%25%27%3B--", hydrates);
  await expect(page.getByRole("heading", { name: "No deal fits all of this" })).toBeVisible();
  await page.getByRole("link", { name: "Clear the filter" }).click();
  await expect(rows(page)).toHaveCount(50);
});

test("the whole row opens its deal, and Back returns to the same list", async ({ page, hydrates }) => {
  await visit(page, "/app/deals?outcome=lost_competitor&sort=largest", hydrates);
  const name = (await rows(page).nth(2).getByRole("link").textContent())?.trim() ?? "";
  const closed = await rows(page).nth(2).locator("td.deal-table__closed").boundingBox();
  if (!closed) throw new Error("the row has no place");
  // The link lies over the whole row, so a place is pressed and not an element.
  await page.mouse.click(closed.x + closed.width / 2, closed.y + closed.height / 2);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/outcome=lost_competitor&sort=largest/);
  await expect(rows(page).nth(2)).toContainText(name);
});

test("a deal shows facts, answers, invitations and what happened", async ({ page, hydrates }) => {
  await visit(page, "/app/deals?answered=yes", hydrates);
  await rows(page).first().getByRole("link").click();
  await expect(page.getByRole("region", { name: "Answers" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Facts" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Invitations" })).toBeVisible();
  await expect(page.getByText(/^Closed (as|without)/).first()).toBeVisible();
  await page.getByRole("link", { name: "Deals", exact: true }).first().click();
  await expect(page).toHaveURL(/\/app\/deals/);
});

test("a deal that closes shows up in the list", async ({ newWindow, hydrates }) => {
  const page = await newWindow();
  await enterAs(page.context(), "corvid", "viewer");
  await visit(page, "/app/deals?q=Express", hydrates);
  const deal = closedDeal({ contacts: [] });
  expect((await send(tenant("corvid"), deal)).status).toBe(202);
  await expect
    .poll(async () => {
      if (!hydrates) await page.reload();
      return rows(page).filter({ hasText: deal.name }).count();
    })
    .toBe(1);
});

test("a deal that is not there is a page that says so", async ({ page, faults }) => {
  faults.allowStatus(404);
  for (const path of ["/app/deals/00000000-0000-7000-8000-000000000000", "/app/deals/nonsense"]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { name: "We cannot find this" })).toBeVisible();
  }
});
