// The buyer's pages as wholes, in every state: no rule of WCAG 2.2 AA broken, nothing sticks out at 320 px, at 200 % or
// with letters twice as large, everything can be hit with a thumb; and pictures.

import { inspectForBuyers as inspect } from "../support/inspect.ts";
import { inLanguage, inviteToAllKinds } from "../support/kinds.ts";
import { tenant } from "../support/stack.ts";
import { Buyer, invite } from "../support/survey.ts";
import { expect, PHONE, test } from "../support/test.ts";
import { send } from "../support/webhook.ts";

test.use(PHONE);

test.describe.configure({ timeout: 120_000 });

const asker = () => tenant("corvid");

test("the way to the send fits everybody", async ({ page, faults }) => {
  faults.allowStatus(422);
  const { link } = await invite(asker());
  const buyer = new Buyer(page);
  await page.goto(link);
  await inspect(page, "buyer-landing");
  await page.getByText("Not now", { exact: true }).click();
  await inspect(page, "buyer-landing-later");
  await page.getByRole("link", { name: "Privacy notice" }).click();
  await buyer.isOn("Privacy notice");
  await inspect(page, "buyer-privacy");
  await page.goto(link);
  await buyer.press("Start");
  await buyer.isOn("The decision");
  await inspect(page, "buyer-section");
  await buyer.next();
  await expect(page.getByRole("alert")).toBeFocused();
  await inspect(page, "buyer-error");
  await buyer.press("Save and finish later");
  await buyer.isOn("Your answers are saved");
  await inspect(page, "buyer-saved");
  await page.goto(link);
  await inspect(page, "buyer-landing-begun");
  await buyer.press("Continue");
  await buyer.decision(2);
  await buyer.choose("What spoke against choosing us?", "Something else");
  await inspect(page, "buyer-reasons");
  await page.getByLabel("What was it?").fill("A pilot that came too late");
  await buyer.lossReasons("The connector to our warehouse was missing.");
  await buyer.isOn("Who else was there");
  await buyer.choose("Whom did you choose?", "Another one");
  await inspect(page, "buyer-vendors");
  await buyer.lostToVendor();
  await buyer.write("What should we have done better", "Answer within a day.");
  await buyer.next();
  await buyer.isOn("Review your answers");
  await inspect(page, "buyer-review");
  await page.getByRole("link", { name: "Change: Who may see your answer" }).click();
  await buyer.isOn("Who may see your answer");
  await inspect(page, "buyer-who-sees");
});

test("what comes after the send fits everybody", async ({ page, faults }) => {
  faults.allow(/status of 4\d\d /);
  const { link } = await invite(asker());
  const buyer = new Buyer(page);
  await buyer.answerLost(link, "A connector.", "Leadership only");
  await buyer.send();
  await inspect(page, "buyer-thanks");
  await page.getByRole("link", { name: "Open my receipt" }).click();
  await buyer.isOn("Your answer");
  await inspect(page, "buyer-receipt");
  await page.goto(link);
  await buyer.isOn("This was already answered");
  await inspect(page, "buyer-answered");
  await page.goBack();
  await page.getByRole("link", { name: "Erase my answer" }).click();
  await buyer.isOn("Erase your answer?");
  await inspect(page, "buyer-erase");
  await buyer.press("Yes, erase it");
  await buyer.isOn("Your answer is erased");
  await inspect(page, "buyer-certificate");
});

test("what stops surveys fits everybody", async ({ page, faults }) => {
  faults.allow(/status of 4\d\d /);
  const { link } = await invite(asker());
  const buyer = new Buyer(page);
  await page.goto(link);
  await page.getByText("Not now", { exact: true }).click();
  await buyer.press("Remind me then");
  await expect(page.getByRole("alert")).toBeFocused();
  await inspect(page, "buyer-later-error");
  await buyer.choose("When may we remind you?", "In a week");
  await buyer.press("Remind me then");
  await buyer.isOn("We will remind you");
  await inspect(page, "buyer-reminded");
  await page.goto(link);
  await page.getByRole("link", { name: "No, thank you" }).click();
  await inspect(page, "buyer-stop");
  await buyer.press("Stop");
  await expect(page.getByRole("alert")).toBeFocused();
  await inspect(page, "buyer-stop-error");
  await buyer.choose("What should stop?", "Every survey of");
  await buyer.press("Stop");
  await buyer.isOn("You will not be asked again");
  await inspect(page, "buyer-stopped");
  await buyer.press("I changed my mind");
  await buyer.isOn("You can be asked again");
  await inspect(page, "buyer-undone");
});

test("each closed page fits everybody", async ({ page, context, faults }) => {
  faults.allow(/status of 4\d\d /);
  await page.goto("/s/nonsense");
  await inspect(page, "buyer-unknown");
  await context.clearCookies();
  await page.goto("/survey/decision");
  await inspect(page, "buyer-no-cookie");
  const { deal, link } = await invite(asker());
  await new Buyer(page).open(link);
  await page.goto("/survey/nowhere");
  await inspect(page, "buyer-no-section");
  expect((await send(asker(), { ...deal, outcome: "reopened" })).status).toBe(202);
  const heading = page.getByRole("heading", { level: 1 });
  await expect
    .poll(async () => {
      await page.goto(link);
      return heading.textContent();
    })
    .toBe("This survey was withdrawn");
  await inspect(page, "buyer-withdrawn");
});

for (const language of ["en", "de", "he"]) {
  test(`every kind of question fits everybody, in ${language}`, async ({ page, faults }) => {
    faults.allowStatus(422);
    const { link } = await inviteToAllKinds();
    const primary = page.locator(".button--primary");
    await page.goto(inLanguage(link, language));
    if (language !== "en") await inspect(page, `buyer-landing-${language}`);
    await primary.click();
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await inspect(page, `buyer-kinds-${language}`);
    // What is wrong: too much, twice, half, and nothing where something must be.
    await page.locator("[name='q.seats']").fill("many");
    await page.locator("[name='q.mail']").fill("nobody");
    await page.locator("[name='q.rank.2']").selectOption({ index: 2 });
    await page.locator("[name='q.gap']").first().check({ force: true });
    await page.locator("label.choice:has([name='q.clear'][value=other])").click();
    await page.locator("[name='q.agree.clear']").first().check();
    await page.locator("[name='q.field.stage.1']").last().check();
    await page.locator(".buttons .button--primary").click();
    await expect(page.getByRole("alert")).toBeFocused();
    await inspect(page, `buyer-kinds-wrong-${language}`);
  });
}
