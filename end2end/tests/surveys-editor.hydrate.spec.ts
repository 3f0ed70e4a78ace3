// The editor of a survey: things are moved by hand and by keys, everything can be taken back, nothing is lost.

import { enterAs } from "../support/people.ts";
import { begin, bringLong, edit, inOutline, isSaved, openQuestion } from "../support/surveys.ts";
import { expect, test, visit } from "../support/test.ts";

import type { Page } from "@playwright/test";

const DECIDED = "What decided the choice?";
const CLEAR = /^When did it become clear/;

test.beforeEach(async ({ context }) => enterAs(context, "meridian", "admin"));

/** The first words of the questions in the outline, in their order. */
async function order(page: Page): Promise<string[]> {
  const rows = page.getByRole("navigation", { name: "Outline" }).locator("[data-kind=q] button");
  const words = await rows.allInnerTexts();
  return words.map((one) => one.trim().split(" ").slice(0, 2).join(" "));
}

/** What is said aloud. */
function said(page: Page, words: string | RegExp) {
  return page.getByRole("status").filter({ hasText: words });
}

test("a question is moved by keys, keeps the focus, and it is said where it is", async ({ page }) => {
  await edit(page, await begin(page, "lost_competitor", "By keys"));
  const row = inOutline(page, CLEAR);
  await row.focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(said(page, "Moved above “What decided the choice?”")).toBeVisible();
  expect((await order(page)).slice(0, 3)).toEqual(["Which vendors", "When did", "What decided"]);
  await expect(row).toBeFocused();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(said(page, "Moved below “Which vendors did")).toBeVisible();
  await expect(row).toBeFocused();
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("Alt+ArrowUp");
  await expect(page.getByText("It cannot go further")).toBeAttached();
  expect((await order(page))[0]).toBe("When did");
  await page.keyboard.press("ArrowDown");
  await expect(inOutline(page, /^Which vendors/)).toBeFocused();
});

test("the open question stays where it is in the page, and others are moved around it", async ({ page }) => {
  await edit(page, await bringLong(page, "Held still", 5));
  await openQuestion(page, "Question 2: which?");
  const card = page.getByRole("article", { name: "Open question" });
  const numbers = () =>
    page.locator(".canvas__row").evaluateAll((rows) =>
      rows.map((row) => /\d/.exec(row.querySelector("textarea")?.value ?? row.querySelector("h2")?.innerText ?? "")?.[0]).join(""),
    );
  expect(await numbers()).toBe("01234");
  for (const [name, order] of [
    ["Move down", "01324"],
    ["Move up", "01234"],
  ] as const) {
    const button = card.getByRole("button", { name, exact: true });
    await button.focus();
    await button.evaluate((one) => one.addEventListener("focus", () => one.setAttribute("data-again", "")));
    await page.keyboard.press("Enter");
    await expect.poll(numbers).toBe(order);
    await expect(button).toBeFocused();
    await expect(button, "it had the focus all the time").not.toHaveAttribute("data-again");
  }
  await page.keyboard.press("Control+z");
  await expect.poll(numbers).toBe("01324");
});

test("keys that follow one another fast are all heard, however late a frame is drawn", async ({ page }) => {
  await edit(page, await begin(page, "lost_competitor", "Fast keys"));
  await inOutline(page, CLEAR).focus();
  await page.evaluate(() => {
    window.requestAnimationFrame = (draw) => window.setTimeout(() => draw(performance.now()), 1000);
  });
  for (let press = 0; press < 3; press += 1) await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(async () => (await order(page))[0]).toBe("When did");
});

test("a question is moved by hand, also into another section", async ({ page }) => {
  await edit(page, await begin(page, "lost_competitor", "By hand"));
  const drag = async (from: string | RegExp, to: string | RegExp) => {
    await inOutline(page, from).hover();
    await page.mouse.down();
    const box = await inOutline(page, to).boundingBox();
    if (box === null) throw new Error("it is not there");
    await page.mouse.move(box.x + 40, box.y + box.height - 3, { steps: 8 });
    await page.mouse.up();
  };
  await drag(DECIDED, CLEAR);
  await expect(said(page, "Moved below “When did it become clear")).toBeVisible();
  expect((await order(page)).slice(0, 3)).toEqual(["Which vendors", "When did", "What decided"]);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  expect((await order(page)).slice(0, 3)).toEqual(["Which vendors", "What decided", "When did"]);
  await drag(CLEAR, /^Which vendors/);
  const first = page.getByRole("navigation", { name: "Outline" }).locator("[data-kind=s]").first();
  await expect(first.locator("[data-kind=q]")).toHaveCount(2);
  await inOutline(page, CLEAR).hover();
  await page.mouse.down();
  await page.mouse.move(600, 400, { steps: 4 });
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect(first.locator("[data-kind=q]")).toHaveCount(2);
});

test("every change is taken back and done again, by button and by keys", async ({ page }) => {
  await edit(page, await begin(page, "short_pulse", "Back and forth"));
  const title = page.getByRole("textbox", { name: "Heading of the section" });
  const before = await title.inputValue();
  await expect(page.locator("#undo")).toHaveAttribute("aria-disabled", "true");
  await title.fill("A new heading");
  await expect(inOutline(page, /A new heading/)).toBeVisible();
  await page.locator("#undo").click();
  await expect(title).toHaveValue(before);
  await expect(page.getByText(/^Undone: /)).toBeAttached();
  await page.locator("#redo").click();
  await expect(title).toHaveValue("A new heading");
  await title.press("Control+z");
  await expect(title).toHaveValue(before);
  await title.press("Control+Shift+z");
  await expect(title).toHaveValue("A new heading");
  const all = await order(page);
  await inOutline(page, new RegExp(`^${all.at(-1)}`)).click();
  await page.getByRole("button", { name: "Duplicate", exact: true }).click();
  expect(await order(page)).toHaveLength(all.length + 1);
  await page.locator("#undo").click();
  expect(await order(page)).toEqual(all);
});

test("what is taken back leaves the focus at what stood beside it", async ({ page }) => {
  await edit(page, await begin(page, "short_pulse", "Taken back"));
  await openQuestion(page, /\?/);
  const beside = page.locator(".outline__item[aria-current]");
  const words = (await beside.innerText()).trim();
  await page.getByRole("button", { name: "Question", exact: true }).click();
  await page.keyboard.type("long text");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Question", exact: true })).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(beside).toBeFocused();
  expect((await beside.innerText()).trim()).not.toBe("Without words");
  const all = await page.locator(".outline__item").allInnerTexts();
  expect(all.map((one) => one.trim())).toContain(words);
  await page.keyboard.press("Control+Shift+z");
  await page.getByRole("button", { name: "Keyboard", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toContainText("In the outline: move the row");
});

test("a change is saved by itself, says so, and is there after a reload", async ({ page }) => {
  const address = await begin(page, "short_pulse", "Saves itself");
  await edit(page, address);
  const title = page.getByRole("textbox", { name: "Heading of the section" });
  await title.pressSequentially(" and more");
  await expect(page.locator("#saved")).toHaveText(/^Saving…/);
  await isSaved(page);
  const words = await title.inputValue();
  await page.reload();
  await expect(title).toHaveValue(words);
  await visit(page, "/admin/surveys", true);
  await expect(page.getByRole("row").filter({ hasText: "Saves itself" })).toContainText("Vera Castellan");
});

test("what could not be saved is kept in the browser and taken up again", async ({ page, context, faults }) => {
  faults.allow(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
  await edit(page, await begin(page, "short_pulse", "Without a line"));
  await context.setOffline(true);
  const title = page.getByRole("textbox", { name: "Heading of the section" });
  await title.fill("Written in a tunnel");
  await expect(page.locator("#saved")).toContainText("Not saved");
  await context.setOffline(false);
  await isSaved(page);
  await page.reload();
  await expect(title).toHaveValue("Written in a tunnel");
});

test("of two windows that edit at once neither loses anything", async ({ page, newWindow }) => {
  const address = await begin(page, "short_pulse", "Two at once");
  const other = await newWindow();
  await enterAs(other.context(), "meridian", "admin");
  await edit(page, address);
  await edit(other, address);
  const title = (of: Page) => of.getByRole("textbox", { name: "Heading of the section" });
  await title(page).fill("What the first wrote");
  await isSaved(page);
  await title(other).fill("What the second wrote");
  const clash = other.getByRole("region", { name: "Changed in another window" });
  await expect(clash).toContainText(/You changed this survey at \d\d:\d\d in another window\./);
  await clash.getByText("Look at the other window").click();
  await expect(clash.getByRole("listitem").first()).toContainText("What the first wrote");
  await expect(title(other)).toHaveValue("What the second wrote");
  await clash.getByRole("button", { name: "Keep this as a copy" }).click();
  await expect(title(other)).toHaveValue("What the first wrote");
  await other.getByRole("link", { name: "Open it" }).click();
  await expect(title(other)).toHaveValue("What the second wrote");
  await page.reload();
  await expect(title(page)).toHaveValue("What the first wrote");
});

test("a question that others use is not deleted; its users are named and lead to their places", async ({ page }) => {
  await edit(page, await begin(page, "lost_competitor", "In use"));
  await inOutline(page, DECIDED).focus();
  await page.keyboard.press("Delete");
  const dialog = page.getByRole("dialog", { name: /it is used$/ });
  await expect(dialog).toContainText("The rule that shows “How did our price compare");
  await dialog.getByRole("button", { name: /^The rule that shows/ }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("region", { name: "Rule of the question" })).toBeFocused();
  await expect(inOutline(page, DECIDED)).toBeVisible();
});

test("a rule is a sentence of controls and reads as it will happen", async ({ page }) => {
  await edit(page, await begin(page, "lost_competitor", "A rule"));
  await openQuestion(page, /^How did our price compare/);
  const card = page.getByRole("article", { name: "Open question" });
  const rule = card.getByRole("region", { name: "Rule of the question" });
  await expect(rule).toContainText(
    "Show this question when “What decided the choice?” ranks Price and terms among the first 3",
  );
  await rule.getByRole("button", { name: "Condition", exact: true }).click();
  const subject = rule.getByRole("combobox", { name: "What is looked at" }).last();
  await expect(subject).toBeFocused();
  await subject.selectOption({ label: "the outcome" });
  await rule.locator("summary").last().click();
  await rule.getByRole("checkbox", { name: "No decision" }).check();
  await expect(rule).toContainText(/among the first 3, and the outcome is .*No decision/);
  await rule.getByRole("button", { name: "Delete the rule" }).click();
  await expect(rule).toContainText("Always shown");
  await rule.getByRole("button", { name: "Show it only when…" }).click();
  await subject.selectOption({ label: "the outcome" });
  await rule.locator("summary").last().click();
  await rule.getByRole("checkbox", { name: "No decision" }).check();
  await expect(rule).toContainText(/Would have held for \d+ of the last \d+ deals/);
});

test("a second condition is no copy of the first, and says what is missing until it is said", async ({ page }) => {
  await edit(page, await begin(page, "lost_competitor", "A second condition"));
  await openQuestion(page, /^How did our price compare/);
  const rule = page.getByRole("article", { name: "Open question" }).getByRole("region", { name: "Rule of the question" });
  const subjects = rule.getByRole("combobox", { name: "What is looked at" });
  await rule.getByRole("button", { name: "Condition", exact: true }).click();
  await expect(subjects).toHaveCount(2);
  const looksAt = await subjects.evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value));
  expect(looksAt[1]).not.toBe(looksAt[0]);
  await subjects.last().selectOption({ label: "the outcome" });
  await expect(rule.getByText("Choose an outcome")).toBeVisible();
  await expect(page.locator("#problems")).toContainText("is not finished. Choose an outcome.");
  await rule.locator("summary").last().click();
  await expect(rule.getByRole("checkbox", { checked: true })).toHaveCount(0);
  await rule.getByRole("checkbox", { name: "No decision" }).check();
  await expect(rule.getByText("Choose an outcome")).toBeHidden();
  await expect(page.getByText("is not finished")).toHaveCount(0);
});

test("the arrow to the right leads from the outline to the settings, Escape leads back", async ({ page }) => {
  await edit(page, await begin(page, "lost_competitor", "To the settings"));
  const row = inOutline(page, CLEAR);
  const settings = page.getByRole("complementary", { name: "Turning point" });
  await row.focus();
  await page.keyboard.press("ArrowRight");
  await expect(settings).toBeFocused();
  await expect(said(page, "Escape leads back to the outline")).toBeAttached();
  await page.keyboard.press("Tab");
  await expect(settings.locator(":focus")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(row).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(settings).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toContainText("In the outline: to the settings");
});

test("no key of a question is on screen until somebody asks for it", async ({ page }) => {
  await edit(page, await begin(page, "lost_competitor", "No keys"));
  await openQuestion(page, CLEAR);
  await expect(page.locator("body")).not.toContainText("key: ");
  await expect(page.getByRole("textbox", { name: "Key", exact: true })).toBeHidden();
  await page.getByText("Key in files and exports").click();
  await expect(page.getByRole("textbox", { name: "Key", exact: true })).toBeVisible();
});

test("on a phone the flow and the languages fit, and nothing scrolls sideways", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const address = await begin(page, "lost_competitor", "On a phone");
  const fits = (selector: string) =>
    page.locator(selector).evaluate((one) => one.scrollWidth <= one.clientWidth && document.body.scrollWidth <= innerWidth);
  await edit(page, address, "logic");
  await expect(page.getByRole("region", { name: "Picture of the flow" })).toBeHidden();
  await expect(page.locator(".flow__list").getByRole("button").first()).toBeVisible();
  expect(await fits(".logic, .editor__view")).toBe(true);
  await edit(page, address, "languages");
  const cell = page.getByRole("textbox", { name: "Title, German" });
  await expect(cell).toBeVisible();
  expect(await fits(".table-wrap")).toBe(true);
  const [own, other] = [await page.getByRole("textbox", { name: "Title, English" }).boundingBox(), await cell.boundingBox()];
  expect(other?.y).toBeGreaterThan((own?.y ?? 0) + (own?.height ?? 0));
});

test("a new question is found by typing, and is open with its words to be written", async ({ page }) => {
  await edit(page, await begin(page, "short_pulse", "One more"));
  const before = (await order(page)).length;
  await page.getByRole("button", { name: "Question", exact: true }).click();
  await page.getByRole("searchbox", { name: "Find a kind" }).fill("price");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Add a question" })).toBeHidden();
  expect(await order(page)).toHaveLength(before + 1);
  await expect(page.getByRole("textbox", { name: "Question", exact: true })).toBeFocused();
  await expect(page.getByRole("heading", { name: "Price gap" })).toBeVisible();
});

test("a choice is added by Enter, moved by keys and taken away by Backspace", async ({ page }) => {
  await edit(page, await begin(page, "lost_competitor", "Choices"));
  await openQuestion(page, DECIDED);
  const words = page.getByRole("list").filter({ has: page.getByRole("textbox", { name: "choice" }) });
  const choices = words.getByRole("textbox", { name: "choice", exact: true });
  const number = await choices.count();
  await choices.first().press("Enter");
  await expect(choices).toHaveCount(number + 1);
  await expect(choices.nth(1)).toBeFocused();
  await page.keyboard.type("A friend said so");
  await page.keyboard.press("Alt+ArrowUp");
  await expect(choices.first()).toHaveValue("A friend said so");
  await expect(choices.first()).toBeFocused();
  await expect(page.getByText(`Moved to place 1 of ${number + 1}`)).toBeAttached();
  await choices.first().fill("");
  await choices.first().press("Backspace");
  await expect(choices).toHaveCount(number);
});

test("in a survey of 200 questions an edit shows at once", async ({ page }) => {
  test.setTimeout(60_000);
  await bringLong(page, "Two hundred", 200);
  const words = await openQuestion(page, /^Question 150:/);
  await words.press("End");
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { times });
    addEventListener("input", (event) => {
      requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - event.timeStamp)));
    }, { capture: true });
  });
  await page.keyboard.type(" and then some more words", { delay: 60 });
  await expect(inOutline(page, /^Question 150: .* and then some/)).toBeVisible();
  const times = await page.evaluate(() => (window as unknown as { times: number[] }).times);
  const sorted = [...times].sort((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Infinity;
  test.info().annotations.push({ type: "edit shows after", description: `${median.toFixed(1)} ms, ${sorted.at(-1)?.toFixed(1)} ms at most` });
  expect(median, "the median time until an edit shows").toBeLessThan(50);
});
