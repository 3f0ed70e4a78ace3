// What a buyer can do with an answer that is sent, and what stops surveys: receipt, correction, erasure, opt-out.

import { tenant } from "../support/stack.ts";
import { Buyer, invite } from "../support/survey.ts";
import { expect, PHONE, test } from "../support/test.ts";

test.use(PHONE);

const asker = () => tenant("meridian");

/** A buyer whose answer is sent, on the page of his receipt. */
async function answered(buyer: Buyer): Promise<string> {
  const { link } = await invite(asker());
  await buyer.answerLost(link, "A connector to our warehouse.");
  await buyer.send();
  await expect(buyer.page.getByText(/^WL-[0-9A-Z]{4}-[0-9A-Z]{4}$/)).toBeVisible();
  await buyer.page.getByRole("link", { name: "Open my receipt" }).click();
  await buyer.isOn("Your answer");
  return link;
}

test("a receipt reads the answer back and changes who sees it", async ({ page }) => {
  const buyer = new Buyer(page);
  await answered(buyer);
  await expect(page.getByText("A connector to our warehouse.")).toBeVisible();
  const sight = page.getByRole("group", { name: "Who may see what you say?" });
  await expect(sight.getByRole("radio", { name: "Named" })).toBeChecked();
  await buyer.share("Pooled only");
  await buyer.press("Save");
  await expect(page.getByRole("status")).toHaveText("Saved. From now on it holds in every report.");
  await page.reload();
  await expect(sight.getByRole("radio", { name: "Pooled only" })).toBeChecked();
});

test("a correction takes the place of the answer once it is sent", async ({ page }) => {
  const buyer = new Buyer(page);
  await answered(buyer);
  const receipt = page.url();
  await buyer.press("Correct my answer");
  await buyer.isOn("The decision");
  await expect(page.getByRole("radio", { name: "4 of 5" })).toBeChecked();
  await buyer.rate(5);
  await buyer.next();
  await page.goto(receipt);
  await expect(page.getByText("Your earlier answer stands until you do.")).toBeVisible();
  await expect(page.getByText("4 of 5", { exact: true })).toBeVisible();
  await buyer.press("Go on with the correction");
  await buyer.isOn("Review your answers");
  await expect(page.getByText("5 of 5", { exact: true })).toBeVisible();
  await buyer.press("Send my correction");
  await buyer.isOn("Your correction has arrived");
  await page.goto(receipt);
  await expect(page.getByText("5 of 5", { exact: true })).toBeVisible();
});

test("an answer is erased after a question, and a certificate says so", async ({ page, faults }) => {
  faults.allowStatus(410);
  const buyer = new Buyer(page);
  const link = await answered(buyer);
  const receipt = page.url();
  await page.getByRole("link", { name: "Erase my answer" }).click();
  await buyer.isOn("Erase your answer?");
  await page.getByRole("link", { name: "Keep my answer" }).click();
  await buyer.isOn("Your answer");
  await page.getByRole("link", { name: "Erase my answer" }).click();
  await buyer.press("Yes, erase it");
  await buyer.isOn("Your answer is erased");
  const checksum = await page.getByRole("definition").filter({ hasText: /^[0-9a-f]{64}$/ }).textContent();
  const download = page.getByRole("link", { name: "Download as a text file" });
  const file = await page.request.get((await download.getAttribute("href")) ?? "");
  expect(await file.text()).toContain(checksum ?? "no checksum");
  await page.goto(receipt);
  await buyer.isOn("Your answer is erased");
  await expect(page.getByText("A connector to our warehouse.")).toHaveCount(0);
  await page.goto(link);
  await buyer.isOn("You erased your answer");
});

test("surveys stop for whoever chooses so, never by a press alone, and come back", async ({ page, faults }) => {
  faults.allow(/status of 4\d\d /);
  const { link } = await invite(asker());
  const buyer = new Buyer(page);
  await page.goto(link);
  await page.getByRole("link", { name: "No, thank you" }).click();
  await buyer.isOn("Stop these mails?");
  await buyer.press("Stop");
  const summary = page.getByRole("alert");
  await expect(summary).toBeFocused();
  await summary.getByRole("link", { name: "Choose what should stop." }).click();
  await expect(page.getByRole("radio", { name: "This survey" })).toBeFocused();
  await page.goto(link);
  await expect(page.getByRole("button", { name: "Start" })).toBeVisible();

  await page.getByRole("link", { name: "No, thank you" }).click();
  await buyer.choose("What should stop?", "This survey");
  await buyer.press("Stop");
  await buyer.isOn("We will not ask about this again");
  const stopped = page.url();
  await page.goto(link);
  await buyer.isOn("You asked us to stop");
  await page.goto(stopped);
  await buyer.press("I changed my mind");
  await buyer.isOn("You can be asked again");
  await page.goto(link);
  await expect(page.getByRole("button", { name: "Start" })).toBeVisible();
});

test("a reminder wants a time, and says when it comes", async ({ page, faults }) => {
  faults.allowStatus(422);
  const { link } = await invite(asker());
  const buyer = new Buyer(page);
  await page.goto(link);
  await page.getByText("Not now", { exact: true }).click();
  await buyer.press("Remind me then");
  const summary = page.getByRole("alert");
  await expect(summary).toBeFocused();
  await summary.getByRole("link", { name: "Choose when we may remind you." }).click();
  await expect(page.getByRole("radio", { name: "In three days" })).toBeFocused();
  await buyer.choose("When may we remind you?", "In a week");
  await buyer.press("Remind me then");
  await buyer.isOn("We will remind you");
  await expect(page.getByText(/^On \d+ \w+ \d{4} you get one mail/)).toBeVisible();
});
