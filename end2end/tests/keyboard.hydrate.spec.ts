// What only a hydrated page can: keys, the theme switch, panels that close, the connection's secret.

import { enterAs, enterAsOperator } from "../support/people.ts";
import { expect, hydrated, test, visit } from "../support/test.ts";

test.beforeEach(async ({ context, page }) => {
  await enterAs(context, "halden", "leader");
  await visit(page, "/app", true);
});

test("the slash goes to the search, and keys belong to whoever types", async ({ page }) => {
  await page.keyboard.press("/");
  const search = page.getByRole("searchbox", { name: "Search deals" });
  await expect(search).toBeFocused();
  await page.keyboard.type("g d?");
  await expect(search).toHaveValue("g d?");
  await expect(page).toHaveURL(/\/app$/);
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("g d goes to the deals and g o to the overview", async ({ page }) => {
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await expect(page).toHaveURL(/\/app\/deals$/);
  await expect(page.getByRole("heading", { level: 1, name: "Deals" })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await expect(page).toHaveURL(/\/app$/);
});

test("the question mark lists the keys, Escape closes the list", async ({ page }) => {
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keyboard" });
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText("Search deals");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("the keys lead an operator where he may go, and nowhere else", async ({ newWindow }) => {
  const page = await newWindow();
  await enterAsOperator(page.context());
  await visit(page, "/ops", true);
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keyboard" });
  await expect(dialog).toContainText("Go to Platform");
  await expect(dialog).not.toContainText("Deals");
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await expect(page).toHaveURL(/\/ops$/);
});

test("Escape closes an open chip and the focus stays with it", async ({ page }) => {
  const chip = page.getByRole("group", { name: "Filters" }).locator("summary").filter({ hasText: "Region" });
  await chip.focus();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("group", { name: "Region", exact: true });
  await expect(panel).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(chip).toBeFocused();
});

test("a press elsewhere closes an open chip", async ({ page }) => {
  await page.getByRole("group", { name: "Filters" }).locator("summary").filter({ hasText: "Region" }).click();
  await expect(page.getByRole("group", { name: "Region", exact: true })).toBeVisible();
  await page.getByRole("heading", { level: 1 }).click();
  await expect(page.getByRole("group", { name: "Region", exact: true })).toBeHidden();
});

test("the theme is switched and remembered", async ({ page }) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole("button", { name: "Switch between light and dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await ground()).not.toBe(light);
  await page.reload();
  await hydrated(page);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("button", { name: "Switch between light and dark" }).click();
  expect(await ground()).toBe(light);
});

test("going around inside loads no document anew", async ({ page }) => {
  let documents = 0;
  page.on("request", (request) => (documents += request.resourceType() === "document" ? 1 : 0));
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Deals" }).click();
  await page.getByRole("table", { name: "Deals" }).locator("tbody a").first().click();
  await expect(page).toHaveURL(/\/app\/deals\/[0-9a-f-]{36}$/);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Overview" }).click();
  await expect(page.getByTestId("win-rate-chart").locator("canvas")).toBeVisible();
  expect(documents).toBe(0);
});

test("a quarter in the chart opens its deals", async ({ page }) => {
  const canvas = page.getByTestId("win-rate-chart").locator("canvas");
  await expect(canvas).toBeVisible();
  const box = await canvas.boundingBox();
  if (!box) throw new Error("the chart has no place");
  // The line's points are where the cursor turns into a hand: look along it.
  for (let x = box.width - 8; x > 0; x -= 8) {
    for (let y = 16; y < box.height - 32; y += 8) {
      await page.mouse.move(box.x + x, box.y + y);
      if ((await canvas.locator("..").evaluate((host) => getComputedStyle(host).cursor)) === "pointer") {
        await page.mouse.click(box.x + x, box.y + y);
        await expect(page).toHaveURL(/\/app\/deals\?period=\d{4}q\d/);
        return;
      }
    }
  }
  throw new Error("no point of the chart can be pressed");
});

test("a new secret is shown once", async ({ newWindow }) => {
  const page = await newWindow();
  await enterAs(page.context(), "halden", "admin");
  await visit(page, "/admin", true);
  const rows = page.getByRole("table", { name: "Connections" }).locator("tbody tr");
  const before = await rows.count();
  await page.getByRole("button", { name: "New connection" }).click();
  await expect(page.getByLabel("Secret", { exact: true })).toHaveValue(/^whsec_/);
  await expect(page.getByLabel("Address", { exact: true })).toHaveValue(/^https?:\/\/.+\/hooks\/in\//);
  await expect(rows).toHaveCount(before + 1);
  await expect(page.getByLabel("Secret", { exact: true })).toHaveValue(/^whsec_/);
  await page.reload();
  await hydrated(page);
  await expect(page.getByLabel("Secret", { exact: true })).toHaveCount(0);
});
