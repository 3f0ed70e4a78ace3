// A tenant's surveys, as an admin has them.

import { expect, type Page } from "@playwright/test";

/** The row of a survey in the list. */
export function row(page: Page, name: string) {
  return page.getByRole("table", { name: "Surveys" }).getByRole("row").filter({ hasText: name });
}

/** Begins a ready survey and renames it, so that a test has one of its own; gives its address without what is done. */
export async function begin(page: Page, ready: string, name: string): Promise<string> {
  const made = await page.request.post("/admin/surveys/new", { form: { ready }, maxRedirects: 0 });
  expect(made.status()).toBe(303);
  const address = made.headers()["location"]?.replace(/\/edit$/, "") ?? "";
  const renamed = await page.request.post(`${address}/rename`, { form: { name }, maxRedirects: 0 });
  expect(renamed.status()).toBe(303);
  return address;
}

/** Opens the menu of a survey and takes what it offers. */
export async function choose(page: Page, name: string, what: string): Promise<void> {
  await row(page, name).locator("summary").click();
  await row(page, name).getByRole(/…$/.test(what) ? "button" : "link", { name: what }).click();
}
