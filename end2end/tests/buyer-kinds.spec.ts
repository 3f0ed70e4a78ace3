// Every kind of question on one page, as a phone, a keyboard, an ear and a reader of another script meet it.

import { get } from "node:http";
import { brotliCompressSync } from "node:zlib";

import type { Page } from "@playwright/test";

import { inLanguage, inviteToAllKinds } from "../support/kinds.ts";
import { walk, type Hands } from "../support/keyboard.ts";
import { tenant } from "../support/stack.ts";
import { Buyer, invite } from "../support/survey.ts";
import { expect, PHONE, test } from "../support/test.ts";

test.use(PHONE);

/** The list of a place in the ranking. */
function place(page: Page, name: string) {
  return page.getByRole("group", { name: /^What decided it\?/ }).getByRole("combobox", { name, exact: true });
}

/** Answers what must be answered, by touch. */
async function answerWhatMustBe(buyer: Buyer): Promise<void> {
  const { page } = buyer;
  const cell = (group: string, words: string) =>
    page.getByRole("group", { name: group, exact: true }).locator("label").filter({ hasText: words }).first().click();
  await buyer.write("How many people will use it?", "120");
  await buyer.choose("When did it become clear?", "At the very end");
  await page.getByRole("group", { name: /^How was working with us/ }).locator("label.scale__cell").nth(3).click();
  await cell("The offer was clear", "Fully");
  await cell("Answers came quickly", "Neither");
  await cell("The contract was fair", "Rather not");
  await page.getByRole("group", { name: /^How far did each vendor come/ }).getByText("In the final").first().click();
  await buyer.choose("How did our price compare?", "About the same price");
  await buyer.choose("What part did the price play?", "Price played no part");
}

test("every kind is answered by touch, read back, and sent", async ({ page }) => {
  const buyer = new Buyer(page);
  await buyer.open((await inviteToAllKinds()).link);
  await buyer.isOn("Everything");
  await answerWhatMustBe(buyer);
  await place(page, "First").selectOption("Price and terms");
  await place(page, "Second").selectOption("The people");
  await buyer.next();
  await buyer.isOn("Review your answers");
  for (const words of ["Answers came quickly: Neither", "1. Price and terms", "About the same price"]) {
    await expect(page.getByRole("definition").filter({ hasText: words })).toBeVisible();
  }
  await buyer.send();
  await page.getByRole("link", { name: "Open my receipt" }).click();
  await buyer.isOn("Your answer");
  await expect(page.getByRole("definition").filter({ hasText: "2. The people" })).toBeVisible();
});

test("the keyboard alone is enough for a whole survey with ranking and matrix", async ({ page }) => {
  const buyer = new Buyer(page);
  await page.goto((await inviteToAllKinds()).link);
  const press = (...keys: string[]) => async () => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const type = (text: string) => () => page.keyboard.type(text);
  await walk(page, { who: press("ArrowDown") }, "Start");
  await buyer.isOn("Everything");

  const hands: Hands = {
    "q.role": type("Head of IT"),
    "q.story": type("Side by side, for a month."),
    "q.seats": type("120"),
    "q.clear": press("Space", "ArrowDown"),
    "q.reasons": press("Space"),
    "q.overall": press("Space", "ArrowRight", "ArrowRight", "ArrowRight"),
    "q.stars": press("Space", "ArrowRight"),
    "q.nps": press("Space", "ArrowLeft"),
    "q.agree.clear": press("Space", "ArrowRight"),
    "q.agree.quick": press("Space"),
    "q.agree.fair": press("Space", "ArrowLeft"),
    "q.rank.1": type("Price"),
    "q.rank.2": type("How"),
    "q.consent": press("Space"),
    "q.field.stage.0": press("ArrowRight", "ArrowRight", "ArrowRight"),
    "q.duel.ease.us": press("Space", "ArrowRight"),
    "q.gap": press("Space"),
    "q.gap.percent": type("10"),
    "q.gap.role": press("Space", "ArrowDown"),
    "q.turn": press("Space"),
    "q.change.words": type("A month more."),
  };
  const visited = await walk(page, hands, "Review your answers");
  expect(Object.keys(hands).filter((name) => !visited.includes(name)), "fields without a way to them").toEqual([]);
  const asked = visited.map((name) => name.split(".")[1]);
  const order = asked.filter((key, at) => key !== asked[at - 1]);
  expect(order, "the focus goes through the questions in the order of the page").toEqual([
    ...["role", "order", "story", "mail", "site", "seats", "live", "clear", "reasons", "overall", "stars", "nps"],
    ...["agree", "rank", "consent", "alone", "others", "field", "duel", "gap", "turn", "change"],
  ]);

  await buyer.isOn("Review your answers");
  for (const words of ["Head of IT", "1. Price and terms", "2. How it connects to what we have", "4 of 5", "10 of 10"]) {
    await expect(page.getByRole("definition").filter({ hasText: words })).toBeVisible();
  }
  await expect(page.getByText("The offer was clear: Rather not")).toBeVisible();
  await walk(page, {}, "Send my answers");
  await buyer.isOn("Your answer has arrived");
  await walk(page, {}, "Open my receipt");
  await buyer.isOn("Your answer");
});

test("what is heard comes in the order of what is seen", async ({ page, faults }) => {
  faults.allowStatus(422);
  const buyer = new Buyer(page);
  const content = page.getByRole("main");
  await page.goto((await inviteToAllKinds()).link);
  await expect(content).toMatchAriaSnapshot(`
    - heading "Every kind of question" [level=1]
    - paragraph: Meridian Cloud asks you, Bo Buyer.
    - term: Takes
    - definition: about 6 minutes · 1 short page
    - group "Who may see what you say?":
      - heading "Who may see what you say?" [level=2]
      - paragraph: You can change this later. The system enforces it; it is not only a promise.
      - radio /^Named .* Will see it.{1,2}Ada Quist, your contact/
      - radio /^Leadership only .* Will not see it.{1,2}Ada Quist, your contact/ [checked]
      - radio /^Pooled only .* Will not see it.{1,2}Leadership of Meridian Cloud/
    - button "Start"
    - link "No, thank you"
  `);
  await buyer.press("Start");
  await expect(content).toMatchAriaSnapshot(`
    - paragraph: 1 of 1 · about 6 minutes left
    - heading "Everything" [level=1]
    - heading "Before you begin" [level=2]
    - text: What is your role? (optional)
    - paragraph: At least 2 characters.
    - textbox "What is your role? (optional)"
    - textbox "How did you decide? (optional)"
    - paragraph: Up to 2,000 characters.
    - textbox "How many people will use it? (required)"
    - group "When did it become clear? (required)":
      - radio "Something else"
    - group "What spoke against Meridian Cloud? (optional)":
      - paragraph: At most 3.
      - checkbox "Price and terms"
    - group "How was working with us? (required)":
      - radio "1 of 5, Poor"
      - radio "5 of 5, Excellent"
    - group "Would you recommend us? (optional)":
      - radio "0 of 10, Not at all"
      - radio "10 of 10, Very likely"
    - group "How far do you agree? (required)":
      - group "The offer was clear":
        - radio "Not at all"
        - radio "Fully"
      - group "Answers came quickly":
        - radio "Not at all"
      - group "The contract was fair":
        - radio "Not at all"
    - group "What decided it? (optional)":
      - paragraph: Up to 3, the most important first. One is enough.
      - combobox "First":
        - option "Nothing here" [selected]
      - combobox "Second"
      - combobox "Third"
    - group "How far did each vendor come? (required)":
      - group "Salesforce":
        - radio "Not looked at" [checked]
        - radio "Looked at"
        - radio "In the final"
        - radio "Chosen"
      - group "Another vendor (1)":
        - combobox "Name"
        - radio "Looked at"
      - button "One more row"
    - group "How did we compare? (optional)":
      - group "Ease of use":
        - group "Meridian Cloud":
          - radio "1 of 5, Poor"
    - group "How did our price compare? (required)":
      - radio "You were cheaper"
      - group "What part did the price play?":
        - radio "Price decided it"
    - button "Review your answers"
    - button "Save and finish later"
  `);

  await page.getByRole("group", { name: "The offer was clear" }).getByRole("radio", { name: "Fully" }).check();
  await place(page, "Third").selectOption("The least risk");
  await buyer.next();
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(content).toMatchAriaSnapshot(`
    - alert "8 things need a change":
      - heading "8 things need a change" [level=2]
      - list:
        - listitem:
          - link "How many people will use it? Please answer this question."
        - listitem:
          - link "When did it become clear? Please answer this question."
        - listitem:
          - link "How was working with us? Please answer this question."
        - listitem:
          - 'link "How far do you agree? Answers came quickly: Please choose an answer for this row."'
        - listitem:
          - 'link "How far do you agree? The contract was fair: Please choose an answer for this row."'
        - listitem:
          - 'link "What decided it? First: Fill this place first, or leave the later ones empty."'
        - listitem:
          - link "How far did each vendor come? Choose how far at least one vendor came."
        - listitem:
          - link "How did our price compare? Please answer this question."
    - heading "Everything" [level=1]
    - text: How many people will use it? (required)
    - paragraph: From 1 to 5000. A whole number.
    - paragraph: "Error: Please answer this question."
    - textbox "How many people will use it? (required)" [invalid]
    - group "How far do you agree? (required)":
      - group "The offer was clear":
        - radio "Fully" [checked]
      - group "Answers came quickly":
        - paragraph: "Error: Please choose an answer for this row."
        - radio "Not at all"
    - group "What decided it? (optional)":
      - paragraph: Up to 3, the most important first. One is enough.
      - paragraph: "Error: Fill this place first, or leave the later ones empty."
      - combobox "First" [invalid]
  `);
});

test("each error is beside its field, and the summary leads to the very part", async ({ page, faults }) => {
  faults.allowStatus(422);
  const buyer = new Buyer(page);
  await buyer.open((await inviteToAllKinds()).link);
  await answerWhatMustBe(buyer);
  await page.getByLabel("How many people will use it?").fill("many");
  await place(page, "Second").selectOption("The people");
  await buyer.next();
  const summary = page.getByRole("alert");
  await expect(summary.getByRole("heading")).toHaveText("2 things need a change");
  await expect(summary).toBeFocused();
  await expect(summary).toBeInViewport();
  await summary.getByRole("link", { name: /^What decided it\?/ }).click();
  await expect(place(page, "First")).toBeFocused();
  const seats = page.getByLabel("How many people will use it?");
  await expect(seats).toHaveValue("many");
  await expect(seats).toHaveAccessibleDescription(/Error: Write a (whole )?number\./);
  await seats.fill("120");
  await place(page, "First").selectOption("Price and terms");
  await buyer.next();
  await buyer.isOn("Review your answers");
});

test("one more row keeps what is typed", async ({ page }) => {
  const buyer = new Buyer(page);
  await buyer.open((await inviteToAllKinds()).link);
  await buyer.write("What is your role?", "CTO");
  const rows = page.getByRole("group", { name: /^Another vendor/ });
  const before = await rows.count();
  await rows.first().getByLabel("Name").fill("Adatum");
  await buyer.press("One more row");
  await expect(rows).toHaveCount(before + 1);
  await expect(rows.first().getByLabel("Name")).toHaveValue("Adatum");
  await expect(page.getByLabel("What is your role?")).toHaveValue("CTO");
});

test("the language is switched on the way and nothing typed is lost", async ({ page }) => {
  const buyer = new Buyer(page);
  await buyer.open((await inviteToAllKinds()).link);
  await buyer.write("What is your role?", "CTO");
  await buyer.press("Deutsch");
  await buyer.isOn("Alles");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.getByLabel("Was ist Ihre Rolle?")).toHaveValue("CTO");
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("a page from right to left runs so, and what is not translated says what it is", async ({ page }) => {
  const { link } = await inviteToAllKinds();
  await page.goto(inLanguage(link, "he"));
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await new Buyer(page).press("התחלה");
  await new Buyer(page).isOn("הכול");
  await expect(page.locator("html")).toHaveAttribute("lang", "he");
  const fallback = page.getByText("Answers came quickly");
  await expect(fallback).toHaveAttribute("lang", "en");
  await expect(fallback).toHaveAttribute("dir", "ltr");
  const card = page.locator("label.choice").first();
  const [mark, words] = [await card.locator("input").boundingBox(), await card.locator(".choice__label").boundingBox()];
  expect(mark?.x, "the mark stands to the right of the words").toBeGreaterThan(words?.x ?? Infinity);
});

test("nothing is kept in the browser before the start, and one cookie after it", async ({ page, context }) => {
  const { link } = await inviteToAllKinds();
  for (const address of [link, inLanguage(link, "de"), `${link}/privacy`]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  await page.goto(link);
  await page.getByRole("link", { name: "No, thank you" }).click();
  await expect(page.getByText("Opening this page changed nothing.")).toBeVisible();
  expect(await context.cookies()).toEqual([]);
  await page.goto(link);
  await new Buyer(page).press("Start");
  const [cookie, ...others] = await context.cookies();
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({ name: "survey", httpOnly: true, sameSite: "Lax", path: "/" });
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

test("a page with every kind of question weighs at most 14 kB", async ({ page, context, faults }) => {
  faults.allowStatus(422);
  const buyer = new Buyer(page);
  await buyer.open((await inviteToAllKinds()).link);
  const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  expect(await page.locator("link[rel=stylesheet]").count(), "the page carries its stylesheet").toBe(0);
  const script = await page.evaluate(() => document.querySelector<HTMLScriptElement>("script[src]")?.src);
  const sizes = await Promise.all([page.url(), script].map((url) => transferred(url ?? "", cookies)));
  expect(sizes.every((size) => size > 0), sizes.join(" + ")).toBe(true);
  expect(sizes.reduce((sum, size) => sum + size, 0), sizes.join(" + ")).toBeLessThanOrEqual(14 * 1024);
});

test("the pages load nothing from anybody else", async ({ page }) => {
  const seen = requestsOf(page);
  const buyer = new Buyer(page);
  await buyer.answerLost((await invite(tenant("meridian"))).link, "A connector.");
  await buyer.send();
  await page.getByRole("link", { name: "Open my receipt" }).click();
  await buyer.isOn("Your answer");
  const { host } = new URL(page.url());
  expect([...seen].filter((url) => new URL(url).host !== host)).toEqual([]);
  const files = new Set([...seen].map((url) => new URL(url).pathname).filter((path) => /\.\w+$/.test(path)));
  for (const path of files) expect(path).toMatch(/^\/(pkg\/(survey|respond)\.[\w-]+\.(css|js)|favicon\.svg)$/);
});

function requestsOf(page: Page): Set<string> {
  const seen = new Set<string>();
  page.on("request", (request) => seen.add(request.url()));
  return seen;
}

/** How many bytes of content go over the wire for this address; files of a site for tests are not compressed ahead. */
function transferred(url: string, cookie: string): Promise<number> {
  return new Promise((done, fail) => {
    const asked = get(url, { headers: { "accept-encoding": "br", cookie } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        const body = Buffer.concat(chunks);
        const isSmall = answer.headers["content-encoding"] === "br";
        done(answer.statusCode === 200 ? (isSmall ? body : brotliCompressSync(body)).length : 0);
      });
    });
    asked.on("error", fail);
  });
}
