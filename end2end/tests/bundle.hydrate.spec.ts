// The members' pages come in two bundles of code; a link from one to the other works like any link.

import { expect, test } from "../support/test.ts";
import { enterAs } from "../support/people.ts";

test("a page of the other bundle is loaded, and Back leads to where one was", async ({ page, context }) => {
  await enterAs(context, "northwind", "admin");
  const loaded: string[] = [];
  page.on("request", (request) => {
    const bundle = /\/pkg\/(reports|workshop)\.[^.]+\.wasm/.exec(request.url())?.[1];
    if (bundle !== undefined) loaded.push(bundle);
  });
  const hydrated = page.locator("html[data-hydrated='1']");
  await page.goto("/app/deals?outcome=won");
  await hydrated.waitFor();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Admin" }).click();
  await expect(page.getByRole("heading", { name: "Team" })).toBeVisible();
  await hydrated.waitFor();
  expect(new Set(loaded)).toEqual(new Set(["reports", "workshop"]));
  await page.goBack();
  await expect(page).toHaveURL(/\/app\/deals\?outcome=won$/);
  await expect(page.getByRole("main").getByRole("table")).toBeVisible();
  await hydrated.waitFor();
});
