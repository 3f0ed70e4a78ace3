// A buyer with a link: the steps of the survey that every tenant begins with, as a person takes them.

import { expect, type Page } from "@playwright/test";

import { invitationLink } from "./mailbox.ts";
import type { Tenant } from "./stack.ts";
import { buyerOf, closedDeal, send, type Deal } from "./webhook.ts";

export interface Invited {
  deal: Deal;
  link: string;
}

/** Who may see an answer, by its name on the page. */
export type Sight = "Named" | "Leadership only" | "Pooled only";

/** Closes a deal in the CRM and waits for the mail to its buyer. */
export async function invite(tenant: Tenant, of: Partial<Deal> = {}): Promise<Invited> {
  const deal = closedDeal(of);
  const answer = await send(tenant, deal);
  expect(answer.status, await answer.text()).toBe(202);
  return { deal, link: await invitationLink(buyerOf(deal)) };
}

export class Buyer {
  constructor(readonly page: Page) {}

  /** Opens the link and begins, or goes on. */
  async open(link: string, button: "Start" | "Continue" = "Start"): Promise<void> {
    await this.page.goto(link);
    await this.press(button);
  }

  async press(button: string | RegExp): Promise<void> {
    await this.page.getByRole("button", { name: button, exact: true }).click();
  }

  /** Goes on: to the next page, or from the last one to the review. */
  async next(): Promise<void> {
    await this.press(/^(Next|Review your answers)$/);
  }

  /** Whether the page with this heading is in front of him. */
  async isOn(heading: string): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1, name: heading, exact: true })).toBeVisible();
  }

  /** Chooses by touching the words, as a thumb does. */
  async choose(question: string, choice: string): Promise<void> {
    const group = this.page.getByRole("group", { name: question });
    const card = group.locator("label.choice").filter({ hasText: choice }).first();
    await card.click();
    await expect(card.getByRole("radio").or(card.getByRole("checkbox"))).toBeChecked();
  }

  /** Says on the first page, or wherever it is asked again, who may see the answer. */
  async share(sight: Sight): Promise<void> {
    await this.choose("Who may see what you say?", sight);
  }

  async rate(steps: number): Promise<void> {
    const group = this.page.getByRole("group", { name: "How would you rate working with us overall?" });
    await group.locator("label.scale__cell").nth(steps - 1).click();
    await expect(group.getByRole("radio", { name: `${steps} of 5` })).toBeChecked();
  }

  async write(question: string, text: string): Promise<void> {
    await this.page.getByLabel(question).fill(text);
  }

  async decision(rating: number): Promise<void> {
    await this.isOn("The decision");
    await this.choose("When did it become clear how you would decide?", "While we compared the finalists");
    await this.rate(rating);
    await this.next();
  }

  async lossReasons(story: string): Promise<void> {
    await this.isOn("What decided it");
    await this.choose("What spoke against choosing us?", "Price and terms");
    await this.choose("What spoke against choosing us?", "Integrations");
    await this.write("If you could change one thing about us", story);
    await this.next();
    await this.isOn("The turning point");
    await this.choose("Which one weighed most?", "Integrations");
    await this.next();
  }

  async lostToVendor(): Promise<void> {
    await this.isOn("Who else was there");
    await this.choose("Whom else did you look at seriously?", "Salesforce");
    await this.choose("Whom did you choose?", "Salesforce");
    await this.next();
  }

  /** From the landing page to the review, for a deal that a competitor won. */
  async answerLost(link: string, story: string, sight: Sight = "Named"): Promise<void> {
    await this.page.goto(link);
    await this.share(sight);
    await this.press("Start");
    await this.decision(4);
    await this.lossReasons(story);
    await this.lostToVendor();
    await this.isOn("Review your answers");
  }

  async send(): Promise<void> {
    await this.press("Send my answers");
    await this.isOn("Your answer has arrived");
  }
}
