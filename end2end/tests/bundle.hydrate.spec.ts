// The members' pages come in three bundles of code; a link from one to another works like any link.

import { expect, test } from "../support/test.ts";
import { enterAs } from "../support/people.ts";

test("a page of the other bundle is loaded, and Back leads to where one was", async ({ page, context }) => {
  await enterAs(context, "northwind", "admin");
  const loaded: string[] = [];
  page.on("request", (request) => {
    const bundle = /\/pkg\/(reports|workshop|editor)\.[^.]+\.wasm/.exec(request.url())?.[1];
    if (bundle !== undefined) loaded.push(bundle);
  });
  const hydrated = page.locator("html[data-hydrated='1']");
  await page.goto("/app/deals?outcome=won");
  await hydrated.waitFor();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Admin" }).click();
  await expect(page.getByRole("heading", { name: "Team" })).toBeVisible();
  await hydrated.waitFor();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Surveys" }).click();
  await page.getByRole("main").locator("a.table__link").first().click();
  await expect(page).toHaveURL(/\/edit/);
  await hydrated.waitFor();
  expect(new Set(loaded)).toEqual(new Set(["reports", "workshop", "editor"]));
  // A step back changes the address first and then loads the page from the server: each has to be there before the
  // next, as the browser gives a load up for the step that follows it.
  await page.goBack();
  await expect(page.getByRole("main").locator("a.table__link").first()).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Team" })).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/app\/deals\?outcome=won$/);
  await expect(page.getByRole("table", { name: "Deals" })).toBeVisible();
  await hydrated.waitFor();
});

test("whoever goes back again before the code is there gets the page of the address", async ({ page, context }) => {
  await enterAs(context, "northwind", "admin");
  const hydrated = page.locator("html[data-hydrated='1']");
  await page.goto("/admin");
  await hydrated.waitFor();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Surveys" }).click();
  await page.getByRole("main").locator("a.table__link").first().click();
  await expect(page).toHaveURL(/\/edit/);
  await hydrated.waitFor();
  let letGo = (): void => undefined;
  const isLetGo = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(/\/pkg\/workshop\.[^.]+\.js$/, async (route) => {
    await isLetGo;
    await route.continue();
  });
  await page.goBack({ waitUntil: "commit" });
  await expect(page.getByRole("main").locator("a.table__link").first()).toBeVisible();
  await page.evaluate(() => history.back());
  await expect(page).toHaveURL(/\/admin$/);
  letGo();
  await expect(page.getByRole("heading", { name: "Team" })).toBeVisible();
  await hydrated.waitFor();
});
