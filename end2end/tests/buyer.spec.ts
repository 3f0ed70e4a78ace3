// The buyer's pages, on a phone: forwards, back, wrong, interrupted, twice.

import { tenant } from "../support/stack.ts";
import { Buyer, invite } from "../support/survey.ts";
import { expect, PHONE, test } from "../support/test.ts";
import { send } from "../support/webhook.ts";

test.use(PHONE);

const asker = () => tenant("meridian");

test("the first page says who asks, why, how long and who will see it", async ({ page }) => {
  const { deal, link } = await invite(asker());
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1, name: "How did you decide?" })).toBeVisible();
  await expect(page.getByText("Meridian Cloud asks you, Bo Buyer.")).toBeVisible();
  await expect(page.getByText("About 3 minutes")).toBeVisible();
  await expect(page.getByText(`The decision of ${deal.account.name}`)).toBeVisible();
  const sight = page.getByRole("group", { name: "Who may see what you say?" });
  await expect(sight.getByRole("radio")).toHaveCount(3);
  await expect(sight.getByRole("radio", { name: "Leadership only" })).toBeChecked();
  await expect(sight.getByText("Ada Quist, your contact")).toHaveCount(3);
  await expect(page.getByText("Opening this page stored nothing.")).toBeVisible();
});

test("reading the link changes nothing, however often", async ({ page, context }) => {
  const { link } = await invite(asker());
  for (let time = 0; time < 3; time += 1) {
    await page.goto(link);
    await expect(page.getByRole("button", { name: "Start" })).toBeVisible();
  }
  expect(await context.cookies()).toEqual([]);
});

test("the token leaves the address after the start", async ({ page }) => {
  const { link } = await invite(asker());
  await new Buyer(page).open(link);
  await expect(page).toHaveURL(/\/survey\/decision$/);
  expect(await page.content()).not.toContain(link.split("/s/")[1]);
});

test("a lost deal is asked for what spoke against, a won one for what spoke for", async ({ page, newWindow }) => {
  const lost = new Buyer(page);
  await lost.open((await invite(asker())).link);
  await lost.decision(5);
  await expect(page.getByRole("group", { name: "What spoke against choosing us?" })).toBeVisible();

  const won = new Buyer(await newWindow(PHONE));
  const { link } = await invite(asker(), { outcome: "won", competitors: [] });
  await won.open(link);
  await won.decision(5);
  await won.choose("What spoke for choosing us?", "Product fit");
  await won.next();
  await won.isOn("Who else was there");
  await expect(won.page.getByRole("group", { name: "Whom did you choose?" })).toHaveCount(0);
  await won.next();
  await won.isOn("Review your answers");
});

test("a poor rating opens one more page, a good one does not", async ({ page }) => {
  const buyer = new Buyer(page);
  await buyer.open((await invite(asker(), { outcome_kind: "no_decision", competitors: [] })).link);
  await buyer.decision(2);
  await expect(page.getByText("2 of 5", { exact: true })).toBeVisible();
  await buyer.lossReasons("More patience.");
  await buyer.isOn("Who else was there");
  await expect(page.getByRole("group", { name: "Whom did you choose?" })).toHaveCount(0);
  await buyer.next();
  await buyer.isOn("Working with us");
  await buyer.write("What should we have done better", "Answer within a day.");
  await buyer.next();
  await buyer.isOn("Review your answers");
});

test("Back keeps what was entered", async ({ page }) => {
  const buyer = new Buyer(page);
  await buyer.open((await invite(asker())).link);
  await buyer.decision(4);
  await buyer.choose("What spoke against choosing us?", "Price and terms");
  await buyer.press("Back");
  await buyer.isOn("The decision");
  await expect(page.getByRole("radio", { name: "4 of 5" })).toBeChecked();
  await expect(page.getByLabel("While we compared the finalists")).toBeChecked();
  await buyer.next();
  await expect(page.getByLabel("Price and terms", { exact: true })).toBeChecked();
});

test("the browser's own Back leads to the page before", async ({ page }) => {
  const buyer = new Buyer(page);
  await buyer.open((await invite(asker())).link);
  await buyer.decision(4);
  await buyer.isOn("What decided it");
  await page.goBack();
  await buyer.isOn("The decision");
  await buyer.rate(3);
  await buyer.next();
  await buyer.isOn("What decided it");
});

test("what is missing is said on top and at the field, and what is there is kept", async ({ page, faults }) => {
  faults.allowStatus(422);
  const buyer = new Buyer(page);
  await buyer.open((await invite(asker())).link);
  await buyer.rate(2);
  await buyer.next();
  const summary = page.getByRole("alert");
  await expect(summary.getByRole("heading", { name: "One thing needs a change" })).toBeVisible();
  await expect(summary).toBeFocused();
  await expect(page).toHaveTitle(/^Error: The decision/);
  await expect(page.getByRole("radio", { name: "2 of 5" })).toBeChecked();
  await summary.getByRole("link").click();
  await expect(page.getByRole("radio").first()).toBeFocused();

  await buyer.choose("When did it become clear how you would decide?", "At the very end");
  await buyer.next();
  await buyer.isOn("What decided it");
});

test("more choices than allowed are an error in words", async ({ page, faults }) => {
  faults.allowStatus(422);
  const buyer = new Buyer(page);
  await buyer.open((await invite(asker())).link);
  await buyer.decision(5);
  for (const choice of ["Price and terms", "Integrations", "Support and service", "Security and compliance"]) {
    await buyer.choose("What spoke against choosing us?", choice);
  }
  await buyer.next();
  await expect(page.getByRole("alert")).toContainText("What spoke against choosing us?");
  await expect(page.getByLabel("Security and compliance", { exact: true })).toBeChecked();
});

test("words of one's own, in any script, reach the review unchanged", async ({ page }) => {
  const buyer = new Buyer(page);
  await buyer.open((await invite(asker())).link);
  await buyer.decision(5);
  await buyer.choose("What spoke against choosing us?", "Price and terms");
  const words = "Zu teuer 💸 <b>wirklich</b> & “kein” الدعم بالعربية";
  await buyer.write("If you could change one thing about us", words);
  await buyer.next();
  await buyer.choose("Whom did you choose?", "Another one");
  await page.getByLabel("Which one?", { exact: true }).fill("Nobody’s CRM");
  await buyer.next();
  await buyer.isOn("Review your answers");
  await expect(page.getByText("Leadership only", { exact: true }).first()).toBeVisible();
  await expect(page.getByText(words)).toBeVisible();
  await expect(page.getByText("Nobody’s CRM")).toBeVisible();
});

test("an interrupted answer goes on in another browser from the same link", async ({ page, newWindow }) => {
  const { link } = await invite(asker());
  const first = new Buyer(page);
  await first.open(link);
  await first.decision(5);
  await first.choose("What spoke against choosing us?", "Security and compliance");
  await first.choose("What spoke against choosing us?", "Price and terms");
  await first.press("Save and finish later");
  await first.isOn("Your answers are saved");

  const second = new Buyer(await newWindow(PHONE));
  await second.page.goto(link);
  await expect(second.page.getByText("You began this before.")).toBeVisible();
  await second.press("Continue");
  // Nothing on it must be answered, but he never saw it.
  await second.isOn("The turning point");
  await second.press("Back");
  await expect(second.page.getByLabel("Security and compliance", { exact: true })).toBeChecked();
  await second.press("Back");
  await expect(second.page.getByRole("radio", { name: "5 of 5" })).toBeChecked();
});

test("the review leads to each section and back", async ({ page }) => {
  const buyer = new Buyer(page);
  await buyer.answerLost((await invite(asker())).link, "A connector.");
  await expect(page.getByText("4 of 5", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Change: The decision" }).click();
  await buyer.isOn("The decision");
  await buyer.rate(5);
  await buyer.press("Save and review");
  await buyer.isOn("Review your answers");
  await expect(page.getByText("5 of 5", { exact: true })).toBeVisible();
});

test("a change that brings up a new page leads there before the review", async ({ page }) => {
  const buyer = new Buyer(page);
  await buyer.answerLost((await invite(asker())).link, "A connector.");
  await page.getByRole("link", { name: "Change: The decision" }).click();
  await buyer.rate(1);
  await buyer.press("Save and review");
  await buyer.isOn("Working with us");
});

test("an answer counts once, whoever sends it again", async ({ page, context, newWindow, faults }) => {
  faults.allowStatus(410);
  const { link } = await invite(asker());
  const buyer = new Buyer(page);
  await buyer.answerLost(link, "A connector.");
  // The same review in a second window of the same browser.
  const copy = await context.newPage();
  await copy.goto("/survey/review");
  await buyer.send();
  await copy.getByRole("button", { name: "Send my answers" }).click();
  await expect(copy.getByRole("heading", { name: "This was already answered" })).toBeVisible();

  const other = await newWindow(PHONE);
  await other.goto(link);
  await expect(other.getByRole("heading", { name: "This was already answered" })).toBeVisible();
  await page.reload();
  await buyer.isOn("Your answer has arrived");
});

test("of many sends at once exactly one wins", async ({ page }) => {
  const buyer = new Buyer(page);
  await buyer.answerLost((await invite(asker())).link, "A connector.");
  const mark = await page.locator("main input[name=survey]").inputValue();
  const sends = Array.from({ length: 6 }, () =>
    page.request.post("/survey/send", { form: { survey: mark }, maxRedirects: 0 }),
  );
  const statuses = (await Promise.all(sends)).map((answer) => answer.status());
  expect(statuses.filter((status) => status === 303)).toHaveLength(1);
  expect(statuses.filter((status) => status === 410)).toHaveLength(5);
});

test("a double press on the send is one answer", async ({ page, faults }) => {
  faults.allowStatus(410);
  const buyer = new Buyer(page);
  await buyer.answerLost((await invite(asker())).link, "A connector.");
  await page.getByRole("button", { name: "Send my answers" }).dblclick({ noWaitAfter: true });
  // The browser shows the answer to its last press: either is true, and neither is an error page.
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    /^(Your answer has arrived|This was already answered)$/,
  );
});

test("a link that is cut, forged or nobody's reveals nothing", async ({ page, faults }) => {
  faults.allowStatus(404);
  const { link } = await invite(asker());
  const last = link.slice(-1) === "A" ? "B" : "A";
  for (const bad of [link.slice(0, -4), link.slice(0, -1) + last, "/s/nonsense", `/s/${"A".repeat(104)}`]) {
    const answer = await page.goto(bad);
    expect(answer?.status(), bad).toBe(404);
    await expect(page.getByRole("heading", { name: "We do not know this link" })).toBeVisible();
    expect(await page.content()).not.toContain("Meridian");
  }
});

test("a survey of a deal that opens again is withdrawn", async ({ page, faults }) => {
  faults.allowStatus(410);
  const { deal, link } = await invite(asker());
  expect((await send(asker(), { ...deal, outcome: "reopened" })).status).toBe(202);
  await expect
    .poll(async () => {
      await page.goto(link);
      return page.getByRole("heading", { level: 1 }).textContent();
    })
    .toBe("This survey was withdrawn");
});

test("a page without its survey leads back to the mail", async ({ page, faults }) => {
  faults.allow(/status of 4\d\d /);
  await page.goto("/survey/decision");
  await expect(page.getByRole("heading", { name: "Please open the link in the mail again" })).toBeVisible();
});

test("a page that the survey does not have leads on", async ({ page, faults }) => {
  faults.allowStatus(404);
  const buyer = new Buyer(page);
  await buyer.open((await invite(asker())).link);
  await page.goto("/survey/nowhere");
  await buyer.isOn("There is no such page");
  await page.getByRole("link", { name: "Go on with the survey" }).click();
  await buyer.isOn("The decision");
  // A page that comes later is not open yet.
  await page.goto("/survey/experience");
  await buyer.isOn("The decision");
});

test("two surveys in one browser do not mix", async ({ page, context, faults }) => {
  faults.allow(/status of 4\d\d /);
  const [one, two] = [await invite(asker()), await invite(asker())];
  const first = new Buyer(page);
  await first.open(one.link);
  const second = new Buyer(await context.newPage());
  await second.open(two.link);
  await first.choose("When did it become clear how you would decide?", "At the very end");
  await first.rate(3);
  await first.next();
  await first.isOn("You opened another survey in the meantime");
  await second.page.reload();
  await expect(second.page.getByLabel("At the very end")).not.toBeChecked();
});

test("the keyboard is enough", async ({ page }) => {
  const buyer = new Buyer(page);
  await page.goto((await invite(asker())).link);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.getByRole("button", { name: "Start" }).press("Enter");
  await buyer.isOn("The decision");
  await page.getByLabel("Early, before the first demonstration").press("Space");
  await page.getByLabel("Early, before the first demonstration").press("ArrowDown");
  await expect(page.getByLabel("While we compared the finalists")).toBeChecked();
  await page.getByRole("radio", { name: "1 of 5" }).press("Space");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await buyer.isOn("What decided it");
});
