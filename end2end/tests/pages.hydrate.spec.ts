// Every page as a whole: no rule of WCAG 2.2 AA broken, nothing sticks out of a small phone, and pictures of it.

import { inspect } from "../support/inspect.ts";
import { PLACES } from "../support/places.ts";
import { tenant } from "../support/stack.ts";
import { Buyer, invite } from "../support/survey.ts";
import { PHONE, test } from "../support/test.ts";

for (const { name, status, open } of PLACES) {
  test(`${name} fits everybody`, async ({ page, faults }) => {
    test.setTimeout(60_000);
    if (status !== undefined) faults.allowStatus(status);
    // Axe puts a style of its own into what is drawn apart from the page, and the policy refuses it.
    faults.allow(/sha256-EJBVSpqIuJZMYkmAvGao7SKM8P7Wol\+gWRll1GkfqsQ=/);
    await open(page, true);
    await inspect(page, name);
  });
}

test.describe("on a phone", () => {
  test.use(PHONE);

  test("each page of the survey fits everybody", async ({ page, faults }) => {
    test.setTimeout(120_000);
    faults.allow(/status of 4\d\d /);
    const { link } = await invite(tenant("corvid"));
    const buyer = new Buyer(page);
    await page.goto(link);
    await inspect(page, "buyer-landing");
    await buyer.press("Start");
    await inspect(page, "buyer-section");
    await buyer.next();
    await buyer.isOn("The decision");
    await inspect(page, "buyer-error");
    await buyer.press("Save and finish later");
    await buyer.isOn("Your answers are saved");
    await inspect(page, "buyer-saved");
    await page.goto(link);
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
    await buyer.attribution("The team I worked with, by name");
    await inspect(page, "buyer-review");
    await buyer.send();
    await inspect(page, "buyer-thanks");
    await page.goto(link);
    await buyer.isOn("This was already answered");
    await inspect(page, "buyer-answered");
  });

  test("each closed page of a survey fits everybody", async ({ page, context, faults }) => {
    faults.allow(/status of 4\d\d /);
    await page.goto("/s/nonsense");
    await inspect(page, "buyer-unknown");
    await context.clearCookies();
    await page.goto("/survey/decision");
    await inspect(page, "buyer-no-cookie");
  });
});
