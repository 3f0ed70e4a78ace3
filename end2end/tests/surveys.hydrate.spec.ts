// What of surveys needs script: a file is read before anything is made, and a try says at once what it would tell.

import { enterAs } from "../support/people.ts";
import { begin, beginTry } from "../support/surveys.ts";
import { expect, test, visit } from "../support/test.ts";

test.beforeEach(async ({ context }) => enterAs(context, "meridian", "admin"));

test("g s goes to the surveys", async ({ page }) => {
  await visit(page, "/admin", true);
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await expect(page).toHaveURL(/\/admin\/surveys$/);
  await expect(page.getByRole("heading", { level: 1, name: "Surveys" })).toBeVisible();
});

test("a page that takes the place of another takes the focus, on the way there and back", async ({ page }) => {
  const heading = (name: string) => page.getByRole("heading", { level: 1, name });
  await visit(page, "/admin/surveys", true);
  await expect(heading("Surveys")).not.toBeFocused();
  await page.getByRole("link", { name: "New survey" }).press("Enter");
  await expect(page).toHaveURL(/\/admin\/surveys\/new$/);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.goBack();
  await expect(heading("Surveys")).toBeFocused();
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await expect(heading("Admin")).toBeFocused();
});

test("a file that reads well says what keeps it from being published", async ({ page }) => {
  await visit(page, "/admin/surveys/new", true);
  const question = { key: "q", text: { en: "" }, kind: { type: "long_text" } };
  const sections = [{ key: "s", title: { en: "One" }, questions: [question] }];
  const document = { format: 2, name: "Not ready", title: { en: "Not ready" }, languages: ["en"], sections };
  const buffer = Buffer.from(JSON.stringify(document));
  const file = { name: "survey.json", mimeType: "application/json", buffer };
  await page.getByLabel("JSON file, at most 2 MB").setInputFiles(file);
  await expect(page.getByText(/problems? to solve in the editor before it can be published/)).toBeVisible();
  await expect(page.getByText("No problem was found")).toHaveCount(0);
});

test("a file says what is in it before a survey is made of it", async ({ page }) => {
  const address = await begin(page, "won", "Goes out and in");
  const file = await (await page.request.get(`${address}.json`)).text();
  await visit(page, "/admin/surveys/new", true);
  await page.getByLabel("JSON file, at most 2 MB").setInputFiles({
    name: "survey.json",
    mimeType: "application/json",
    buffer: Buffer.from(file.replace('"Goes out and in"', '"Came in <b>"')),
  });
  await expect(page.getByText("Came in <b>")).toBeVisible();
  await expect(page.getByText("Nothing was made yet.")).toBeVisible();
  await page.getByRole("button", { name: "Make a draft of it" }).click();
  await expect(page).toHaveURL(/\/edit$/);
});

test("what a file lost is said in words of the survey, and where that is in the file beside it", async ({ page }) => {
  await visit(page, "/admin/surveys/new", true);
  const choice = (key: string) => ({ key, label: { en: key } });
  const kind = { type: "single_choice", choices: [choice("one"), { ...choice("two"), theme: "weather" }] };
  const sections = [{ key: "s", title: { en: "One" }, questions: [{ key: "q", text: { en: "Which?" }, kind }] }];
  const document = { format: 2, name: "Lost", title: { en: "Lost" }, languages: ["en"], sections };
  const buffer = Buffer.from(JSON.stringify(document));
  await page.getByLabel("JSON file, at most 2 MB").setInputFiles({ name: "x.json", mimeType: "application/json", buffer });
  const lost = page.getByRole("listitem").filter({ hasText: "Question 1, choice 2: the theme should be one of" });
  await expect(lost).toBeVisible();
  await expect(lost.locator("code")).toHaveText("sections[0].questions[0].kind.choices[1].theme");
});

test("a file without a survey is refused in words", async ({ page }) => {
  await visit(page, "/admin/surveys/new", true);
  const input = page.getByLabel("JSON file, at most 2 MB");
  await input.setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("<svg/>") });
  await expect(page.getByText("There is no survey in this file. Nothing was made.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Make a draft of it" })).toHaveCount(0);
});

test("a try tells at once what reports would be told", async ({ page }) => {
  const address = await begin(page, "lost_competitor", "Tell me");
  await visit(page, `${address}/preview`, true);
  await page.getByRole("radio").first().check();
  const survey = await beginTry(page, true);
  await survey.getByRole("button").filter({ hasText: /^Start/ }).click();
  await expect(survey.getByRole("group", { name: /^Which vendors did/ })).toBeVisible();
  await survey.getByRole("radio", { name: "In the final" }).first().check({ force: true });
  await survey.getByRole("button").filter({ hasText: /^Next/ }).click();
  await expect(page.getByText(/By 1.answer so far/)).toBeVisible();
  await expect(page.getByText(/: in the final$/)).toBeVisible();
});
