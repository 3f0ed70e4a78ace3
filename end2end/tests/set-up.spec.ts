// The pages of admins and of the platform's operator, and addresses that lead nowhere.

import { enterAs, enterAsOperator } from "../support/people.ts";
import { expect, test, visit } from "../support/test.ts";

test("an admin sees the team and the connections", async ({ page, context, hydrates }) => {
  await enterAs(context, "northwind", "admin");
  await visit(page, "/admin", hydrates);
  const team = page.getByRole("table", { name: "Team" });
  for (const name of ["Hannah Meyer", "Marcus Lind", "Ada Quist", "Petra Holm"]) {
    await expect(team).toContainText(name);
  }
  const connection = page.getByRole("table", { name: "Connections" }).locator("tbody tr").first();
  await expect(connection).toContainText("Standard Webhooks");
  await expect(connection).toContainText(/just now|ago|None yet/);
  expect(await page.content()).not.toContain("whsec_");
});

test("a connection and a new secret are made, shown once, and asked for first", async ({
  page,
  context,
  hydrates,
}) => {
  await enterAs(context, "meridian", "admin");
  await visit(page, "/admin", hydrates);
  await page.getByRole("button", { name: "New connection" }).click();
  await expect(page.getByLabel("Address", { exact: true })).toHaveValue(/^https?:\/\/.+\/hooks\/in\//);
  const made = await page.getByLabel("Secret", { exact: true }).inputValue();
  expect(made).toMatch(/^whsec_/);

  await visit(page, "/admin", hydrates);
  expect(await page.content()).not.toContain("whsec_");
  const row = page.getByRole("table", { name: "Connections" }).locator("tbody tr").last();
  await row.getByRole("button", { name: /^New secret/ }).click();
  const question = page.getByRole("dialog", { name: "Make a new secret?" });
  await expect(question.getByRole("button", { name: "Keep it" })).toBeFocused();
  await question.getByRole("button", { name: "Keep it" }).click();
  await expect(question).toBeHidden();
  await row.getByRole("button", { name: /^New secret/ }).click();
  await question.getByRole("button", { name: "New secret" }).click();
  await expect(page.getByLabel("Secret", { exact: true })).toHaveValue(/^whsec_/);
  expect(await page.getByLabel("Secret", { exact: true }).inputValue()).not.toBe(made);
});

test("a connection is removed, and asked for first", async ({ page, context, hydrates }) => {
  await enterAs(context, "corvid", "admin");
  await visit(page, "/admin", hydrates);
  const rows = page.getByRole("table", { name: "Connections" }).locator("tbody tr");
  const before = await rows.count();
  await page.getByRole("button", { name: "New connection" }).click();
  await expect(page.getByLabel("Secret", { exact: true })).toHaveValue(/^whsec_/);
  await visit(page, "/admin", hydrates);
  await expect(rows).toHaveCount(before + 1);
  await rows.last().getByRole("button", { name: /^Remove/ }).click();
  const question = page.getByRole("dialog", { name: "Remove this connection?" });
  await expect(question.getByRole("button", { name: "Keep it" })).toBeFocused();
  await question.getByRole("button", { name: "Keep it" }).click();
  await expect(question).toBeHidden();
  await rows.last().getByRole("button", { name: /^Remove/ }).click();
  await question.getByRole("button", { name: "Remove" }).click();
  await expect(rows).toHaveCount(before);
  if (hydrates) await expect(page.getByText("The connection was removed.")).toBeVisible();
});

test("the operator sees tenants and queues, and no customer's content", async ({ page, context, hydrates }) => {
  await enterAsOperator(context);
  await visit(page, "/ops", hydrates);
  const tenants = page.getByRole("table", { name: "Tenants" });
  for (const name of ["Northwind Software", "Corvid Analytics", "Halden Systems", "Meridian Cloud"]) {
    await expect(tenants).toContainText(name);
  }
  await expect(page.getByRole("table", { name: "Jobs by class" })).toBeVisible();
  await expect(page.getByText("No job was given up")).toBeVisible();
});

test("an address that leads nowhere says so, in and out", async ({ page, context, newWindow, faults }) => {
  faults.allowStatus(404);
  const answer = await (await newWindow()).goto("/nowhere");
  expect(answer?.status()).toBe(404);

  await enterAs(context, "northwind", "viewer");
  for (const path of ["/app/nowhere", "/nowhere"]) {
    expect((await page.goto(path))?.status(), path).toBe(404);
    await expect(page.getByRole("link", { name: /Go to the (overview|start page)/ })).toBeVisible();
  }
});
