// Publishing: what is wrong leads to its place, of two at once one wins, and a try is never an answer. What is
// published here is for a tenant's own sales people, so that the other tests' buyers are asked what they expect.

import { enterAs } from "../support/people.ts";
import { begin, beginTry, edit, isSaved, openQuestion } from "../support/surveys.ts";
import { expect, test, visit } from "../support/test.ts";

import type { Page } from "@playwright/test";

test.beforeEach(async ({ context }) => enterAs(context, "corvid", "admin"));

const dialog = (page: Page) => page.locator("#publish");

/** What the dialog says first; it has the focus whenever it says something new. */
async function isRead(page: Page, words: string): Promise<void> {
  await expect(dialog(page).getByRole("heading", { level: 2, name: words })).toBeFocused();
}

async function openDialog(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Publish…" }).click();
  await expect(dialog(page).getByRole("button", { name: "Publish", exact: true })).toBeVisible();
}

test("a problem stands in the way of publishing and leads to its place", async ({ page }) => {
  await edit(page, await begin(page, "short_pulse", "With a problem"));
  const words = await openQuestion(page, /\?/);
  const before = await words.inputValue();
  await words.fill("");
  await openDialog(page);
  const publish = dialog(page).getByRole("button", { name: "Publish", exact: true });
  await expect(publish).toHaveAttribute("aria-disabled", "true");
  await expect(publish).toHaveAccessibleDescription("Solve one problem first");
  await publish.click({ force: true });
  await dialog(page).locator(".problems__item--error button").click();
  await expect(dialog(page)).toBeHidden();
  await expect(words).toBeFocused();
  await words.fill(before);
  await openDialog(page);
  await expect(publish).not.toHaveAttribute("aria-disabled");
});

test("a version is published, and the next one says what changes", async ({ page }) => {
  const address = await begin(page, "rep_debrief", "Goes live");
  await edit(page, address);
  await openDialog(page);
  await isRead(page, "Publish version 1?");
  await dialog(page).getByRole("button", { name: "Publish", exact: true }).press("Enter");
  await isRead(page, "Version 1 is live");
  await dialog(page).getByRole("button", { name: "Go on editing" }).click();
  await expect(page.getByRole("button", { name: "Publish…" })).toBeFocused();
  await page.getByRole("textbox", { name: "Heading of the section" }).fill("Another heading");
  await isSaved(page);
  await openDialog(page);
  await expect(dialog(page)).toContainText("1 change since version 1");
  await expect(dialog(page)).toContainText("Another heading");
  await dialog(page).getByRole("button", { name: "Publish", exact: true }).click();
  await expect(dialog(page)).toContainText("Version 2 is live. Buyers who started on 1 finish on 1.");
  await dialog(page).getByRole("link", { name: "See the versions" }).click();
  await expect(page.getByRole("table", { name: "Versions" }).getByRole("row")).toHaveCount(3);
  await visit(page, `${address}/versions?from=1&to=2`, true);
  await expect(page.getByRole("main")).toContainText("Another heading");
});

test("what is published already asks for nothing, and the next survey says whose place it takes", async ({ page }) => {
  await edit(page, await begin(page, "rep_debrief", "In its place"));
  await openDialog(page);
  await dialog(page).getByRole("button", { name: "Publish", exact: true }).click();
  await isRead(page, "Version 1 is live");
  await dialog(page).getByRole("button", { name: "Go on editing" }).click();
  await page.getByRole("button", { name: "Publish…" }).click();
  await isRead(page, "Nothing to publish");
  await expect(dialog(page)).toContainText("Nothing has changed since version 1.");
  await expect(dialog(page).getByRole("button", { name: /Publish|Not yet/ })).toHaveCount(0);
  await dialog(page).getByRole("button", { name: "Close" }).click();
  await expect(dialog(page)).toBeHidden();
  await edit(page, await begin(page, "rep_debrief", "The next one"));
  await openDialog(page);
  await expect(dialog(page)).toContainText(/From now on this goes to your own sales people after .* instead of “.+”/);
});

test("of two who publish at once one wins and the other is told", async ({ page, newWindow }) => {
  const address = await begin(page, "rep_debrief", "Twice at once");
  const other = await newWindow();
  await enterAs(other.context(), "corvid", "admin");
  const windows = [page, other];
  for (const one of windows) {
    await edit(one, address);
    await openDialog(one);
  }
  await Promise.all(windows.map((one) => dialog(one).getByRole("button", { name: "Publish", exact: true }).click()));
  const outcome = async (one: Page) => {
    await expect(dialog(one)).toContainText(/Version 1 is live|Nothing was published/);
    return (await dialog(one).getByRole("heading").innerText()).trim();
  };
  const outcomes = await Promise.all(windows.map(outcome));
  expect(outcomes.sort()).toEqual(["Nothing was published", "Version 1 is live"]);
  await visit(page, `${address}/versions`, true);
  await expect(page.getByRole("table", { name: "Versions" }).getByRole("row")).toHaveCount(2);
});

test("a whole try of a published survey enters no result", async ({ page }) => {
  test.setTimeout(60_000);
  const address = await begin(page, "rep_debrief", "Tried only");
  await edit(page, address);
  await openDialog(page);
  await dialog(page).getByRole("button", { name: "Publish", exact: true }).click();
  await expect(dialog(page)).toContainText("Version 1 is live");
  await visit(page, `${address}/preview`, true);
  const survey = await beginTry(page, true);
  await survey.getByRole("button", { name: /^Start/ }).click();
  await expect(survey.getByRole("heading", { level: 1, name: "What you saw" })).toBeVisible();
  await survey.getByRole("combobox").first().selectOption({ index: 1 });
  await survey.getByRole("button", { name: "Review your answers" }).click();
  await expect(survey.getByRole("heading", { level: 1, name: "Review your answers" })).toBeVisible();
  await survey.getByRole("button", { name: /^Send/ }).click();
  await expect(survey.getByRole("heading", { level: 1, name: "Your answer has arrived" })).toBeVisible();
  await visit(page, `${address}/results`, true);
  await expect(page.getByRole("heading", { name: "No results yet" })).toBeVisible();
  await visit(page, "/admin/surveys", true);
  await expect(page.locator(`a.above[href="${address}/results"]`)).toHaveText("0");
});
