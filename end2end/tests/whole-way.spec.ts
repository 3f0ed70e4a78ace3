// The main job, once and whole: a deal closes, its buyer answers on a phone, the leader sees it.

import type { Page } from "@playwright/test";

import { invitationLink, arrival, count } from "../support/mailbox.ts";
import { enterAs } from "../support/people.ts";
import { tenant } from "../support/stack.ts";
import { Buyer } from "../support/survey.ts";
import { expect, PHONE, test, visit } from "../support/test.ts";
import { buyerOf, closedDeal, send } from "../support/webhook.ts";

const MOST_SECONDS = 5;

for (const slug of ["corvid", "meridian"]) {
  const asker = () => tenant(slug);

  test(`a closed deal of ${slug} becomes an answer that its leader sees`, async ({
    page: leader,
    context,
    newWindow,
    hydrates,
  }) => {
    await enterAs(context, slug, "leader");
    await visit(leader, "/app", hydrates);

    const deal = closedDeal();
    expect((await send(asker(), deal)).status).toBe(202);
    const mail = await arrival(buyerOf(deal));
    expect(mail.subject).toContain(asker().name);

    const phone = new Buyer(await newWindow(PHONE));
    const story = `The connector to our warehouse was missing (${deal.external_id}).`;
    await phone.answerLost(await invitationLink(buyerOf(deal)), story);
    await expect(phone.page.getByText(story)).toBeVisible();

    const pressed = Date.now();
    const sent = phone.send();
    await sees(leader, deal.name, hydrates);
    const seconds = (Date.now() - pressed) / 1000;
    await sent;
    console.log(`    ${slug}: ${seconds.toFixed(2)} s from the send to the ${hydrates ? "open" : "reloaded"} overview`);
    expect(seconds).toBeLessThan(MOST_SECONDS);
    await expect(phone.page.getByText("can read it with your name")).toBeVisible();

    await leader.getByRole("link", { name: deal.name }).first().click();
    await expect(leader.getByRole("heading", { level: 1, name: deal.name })).toBeVisible();
    const answer = leader.getByRole("article", { name: "Answer of Bo Buyer" });
    await expect(answer).toContainText(story);
    await expect(answer).toContainText("Integrations");
    await expect(leader.getByRole("heading", { name: "The buyer says integrations, the rep said “Price”" })).toBeVisible();
    expect(await count(buyerOf(deal))).toBe(1);
  });
}

/** The newest answers show the deal: by themselves on an open page, else after a reload. */
async function sees(leader: Page, deal: string, hydrates: boolean): Promise<void> {
  const newest = leader.getByRole("region", { name: "Newest answers" }).getByRole("link", { name: deal });
  await expect
    .poll(
      async () => {
        if (!hydrates) await leader.reload();
        return newest.count();
      },
      { message: "the answer on the overview", timeout: MOST_SECONDS * 1000, intervals: [20, 50, 100] },
    )
    .toBe(1);
}

test("the same event twice leads to one mail", async () => {
  const deal = closedDeal();
  expect((await send(tenant("corvid"), deal)).status).toBe(202);
  await arrival(buyerOf(deal));
  expect((await send(tenant("corvid"), deal)).status).toBe(202);
  const later = closedDeal();
  expect((await send(tenant("corvid"), later)).status).toBe(202);
  await arrival(buyerOf(later));
  expect(await count(buyerOf(deal))).toBe(1);
});
