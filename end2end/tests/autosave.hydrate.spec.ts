// What the small script adds: a draft that is kept while the buyer writes, and choices that change places.

import { inviteToAllKinds } from "../support/kinds.ts";
import { tenant } from "../support/stack.ts";
import { Buyer, invite } from "../support/survey.ts";
import { expect, PHONE, test } from "../support/test.ts";

test.use(PHONE);

test("what is typed is saved without a button", async ({ page, newWindow }) => {
  const { link } = await invite(tenant("meridian"));
  const buyer = new Buyer(page);
  await buyer.open(link);
  await buyer.rate(2);
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();

  const other = new Buyer(await newWindow(PHONE));
  await other.open(link, "Continue");
  await expect(other.page.getByRole("radio", { name: "2 of 5" })).toBeChecked();
});

test("a choice that is put on a second place changes places with what was there, and it is said", async ({ page }) => {
  await new Buyer(page).open((await inviteToAllKinds()).link);
  const ranking = page.getByRole("group", { name: /^What decided it\?/ });
  const [first, second] = ["First", "Second"].map((name) => ranking.getByRole("combobox", { name, exact: true }));
  await first?.selectOption("The people");
  await second?.selectOption("The least risk");
  await first?.selectOption("The least risk");
  await expect(ranking.getByRole("status")).toHaveText("Second: The people");
  await expect(second?.locator("option:checked") ?? ranking).toHaveText("The people");
});
