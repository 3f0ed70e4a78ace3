// What the small script adds: a draft that is kept while the buyer writes.

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
