// A tenant's surveys, as an admin has them.

import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";

import { hydrated, visit } from "./test.ts";

/** The row of a survey in the list. */
export function row(page: Page, name: string) {
  return page.getByRole("table", { name: "Surveys" }).getByRole("row").filter({ hasText: name });
}

/** Begins a ready survey and renames it, so that a test has one of its own; gives its address without what is done. */
export async function begin(page: Page, ready: string, name: string): Promise<string> {
  const gallery = await (await page.request.get("/admin/surveys/new")).text();
  const action = /action="(\/admin\/surveys\/new\?of=[^"]+)"/.exec(gallery)?.[1] ?? "";
  const made = await page.request.post(action, { form: { ready }, maxRedirects: 0 });
  expect(made.status()).toBe(303);
  const address = made.headers()["location"]?.replace(/\/edit$/, "") ?? "";
  const renamed = await page.request.post(`${address}/rename`, { form: { name }, maxRedirects: 0 });
  expect(renamed.status()).toBe(303);
  return address;
}

/** Opens the menu of a survey and takes what it offers. */
export async function choose(page: Page, name: string, what: string): Promise<void> {
  await row(page, name).locator("summary").click();
  await row(page, name).getByRole(/…$/.test(what) ? "button" : "link", { name: what }).click();
}

/** Opens a survey in the editor, in one of its views. */
export async function edit(page: Page, address: string, view = "questions"): Promise<void> {
  await visit(page, `${address}/edit?view=${view}`, true);
}

/** A row of the editor's outline. */
export function inOutline(page: Page, words: string | RegExp) {
  return page.getByRole("navigation", { name: "Outline" }).getByRole("button", { name: words });
}

/** Opens a question on the canvas; gives the field of its words. */
export async function openQuestion(page: Page, words: string | RegExp): Promise<Locator> {
  await inOutline(page, words).first().click();
  const card = page.getByRole("article", { name: "Open question" });
  if ((await card.count()) === 0) await page.locator(".question__open").filter({ hasText: words }).click();
  return card.getByRole("textbox", { name: "Question", exact: true });
}

/** Waits until the editor says that everything is kept. */
export async function isSaved(page: Page): Promise<void> {
  await expect(page.locator("#saved")).toHaveText(/^Saved \d\d:\d\d/);
}

/** A survey of so many questions in sections of ten, each but the first of a section with a rule. */
export async function bringLong(page: Page, name: string, questions: number): Promise<string> {
  const text = (words: string) => ({ en: words });
  const question = (at: number) => ({
    key: `q${at}`,
    text: text(`Question ${at}: which?`),
    kind: {
      type: "single_choice",
      choices: ["one", "two", "three"].map((key) => ({ key, label: text(`Answer ${key}`) })),
    },
    ...(at % 10 === 0 ? {} : { show_if: { chose: { question: `q${at - 1}`, choices: ["one"] } } }),
  });
  const sections = Array.from({ length: Math.ceil(questions / 10) }, (_, section) => ({
    key: `s${section}`,
    title: text(`Section ${section}`),
    questions: Array.from({ length: Math.min(10, questions - section * 10) }, (__, at) => question(section * 10 + at)),
  }));
  const document = { format: 2, name, title: text(name), languages: ["en"], sections };
  await visit(page, "/admin/surveys/new", true);
  const buffer = Buffer.from(JSON.stringify(document));
  const file = { name: "survey.json", mimeType: "application/json", buffer };
  await page.getByLabel("JSON file, at most 2 MB").setInputFiles(file);
  await page.getByRole("button", { name: "Make a draft of it" }).click();
  await expect(page).toHaveURL(/\/edit$/);
  // It is long: its editor is loaded and drawn here.
  await expect(page.getByRole("navigation", { name: "Outline" })).toBeVisible({ timeout: 20_000 });
  await hydrated(page);
  return page.url().replace(/\/edit$/, "");
}

/** Begins a try on a survey's preview page, and gives the frame in which the survey runs. */
export async function beginTry(page: Page, hydrates: boolean): Promise<FrameLocator> {
  await page.getByRole("button", { name: "Begin" }).click();
  // A frame may be loaded anew while the page around it is taken over, and forgets what was pressed in it before.
  await expect(page).toHaveURL(/[?&]try=/);
  if (hydrates) await hydrated(page);
  return page.frameLocator("iframe");
}
