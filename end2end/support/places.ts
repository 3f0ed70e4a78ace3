// Every page of members and operators in the state in which people meet it.

import { expect, type Page } from "@playwright/test";

import { enterAs, enterAsOperator } from "./people.ts";
import { visit } from "./test.ts";

export interface Place {
  name: string;
  /** The page's own status, if it is an error page. */
  status?: number;
  /** Brings the page up. */
  open: (page: Page, hydrates: boolean) => Promise<void>;
}

type Opener = Place["open"];

/** A members' page of a tenant with a long history. */
function members(path: string, role: "admin" | "leader" = "leader"): Opener {
  return async (page, hydrates) => {
    await enterAs(page.context(), "northwind", role);
    await visit(page, path, hydrates);
  };
}

/** A page of the survey that a tenant with a long history uses. */
function survey(what: string): Opener {
  return async (page, hydrates) => {
    await members("/admin/surveys", "admin")(page, hydrates);
    const results = page.getByRole("table", { name: "Surveys" }).locator("a[href$='/results']").first();
    const href = (await results.getAttribute("href")) ?? "";
    await visit(page, href.replace(/results$/, what), hydrates);
  };
}

/** The list of surveys with a question over it. */
function surveyMenu(what: string): Opener {
  return async (page, hydrates) => {
    await members("/admin/surveys", "admin")(page, hydrates);
    const row = page.getByRole("table", { name: "Surveys" }).locator("tbody tr").first();
    await row.locator("summary").click();
    await row.getByRole("button", { name: what }).click();
  };
}

export const PLACES: Place[] = [
  { name: "sign-in", open: async (page) => void (await page.goto("/login")) },
  {
    name: "sign-in-wrong",
    status: 401,
    open: async (page) => {
      await page.goto("/login");
      await page.getByLabel("Work e-mail").fill("nobody@winloss.example");
      await page.getByLabel("Password").fill("not this one");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("alert")).toBeVisible();
    },
  },
  { name: "password-lost", open: async (page) => void (await page.goto("/forgot")) },
  { name: "password-link-unknown", status: 410, open: async (page) => void (await page.goto("/reset/unknown")) },
  { name: "nowhere", status: 404, open: async (page) => void (await page.goto("/nowhere")) },
  { name: "link-used-up", status: 410, open: async (page) => void (await page.goto("/welcome/used")) },
  { name: "overview", open: members("/app") },
  { name: "overview-filtered", open: members("/app?period=24m&segment=Enterprise&reasons=value") },
  { name: "overview-nothing", open: members("/app?segment=Nobody") },
  {
    name: "overview-panel",
    open: async (page, hydrates) => {
      await members("/app")(page, hydrates);
      await page.getByRole("group", { name: "Filters" }).locator("summary").filter({ hasText: "Region" }).click();
    },
  },
  { name: "deals", open: members("/app/deals") },
  { name: "deals-search", open: members("/app/deals?q=bank&outcome=lost_competitor") },
  { name: "deals-nothing", open: members("/app/deals?q=zzzz") },
  {
    name: "deals-of-a-reason",
    open: members("/app/deals?outcome=lost_competitor&outcome=lost_no_decision&outcome=lost_other&theme=pricing"),
  },
  {
    name: "deal",
    open: async (page, hydrates) => {
      await members("/app/deals?answered=yes&outcome=lost_competitor")(page, hydrates);
      await page.getByRole("table", { name: "Deals" }).locator("tbody a").nth(4).click();
      await expect(page.getByRole("region", { name: "Answers" })).toBeVisible();
    },
  },
  {
    name: "deal-without-answer",
    open: async (page, hydrates) => {
      await members("/app/deals?answered=no")(page, hydrates);
      await page.getByRole("table", { name: "Deals" }).locator("tbody a").nth(4).click();
      await expect(page.getByRole("region", { name: "Answers" })).toBeVisible();
    },
  },
  { name: "deal-not-found", status: 404, open: members("/app/deals/00000000-0000-7000-8000-000000000000") },
  {
    name: "not-found",
    status: 404,
    open: async (page) => {
      await enterAs(page.context(), "northwind", "leader");
      await page.goto("/app/nowhere");
    },
  },
  { name: "admin", open: members("/admin", "admin") },
  { name: "surveys", open: members("/admin/surveys", "admin") },
  { name: "surveys-menu", open: surveyMenu("Rename…") },
  { name: "surveys-new", open: members("/admin/surveys/new", "admin") },
  { name: "survey-versions", open: survey("versions") },
  { name: "survey-results", open: survey("results") },
  { name: "survey-preview", open: survey("preview") },
  { name: "survey-edit", open: survey("edit") },
  {
    name: "survey-edit-question",
    open: async (page, hydrates) => {
      await survey("edit")(page, hydrates);
      if (!hydrates) return;
      await page.locator(".question__open").first().click();
      await expect(page.getByRole("article", { name: "Open question" })).toContainText("As the buyer sees it");
    },
  },
  { name: "survey-edit-logic", open: survey("edit?view=logic") },
  { name: "survey-edit-languages", open: survey("edit?view=languages") },
  { name: "survey-edit-branding", open: survey("edit?view=branding") },
  { name: "survey-edit-settings", open: survey("edit?view=settings") },
  {
    name: "survey-edit-publish",
    open: async (page, hydrates) => {
      await survey("edit")(page, hydrates);
      if (!hydrates) return;
      await page.getByRole("button", { name: "Publish…" }).click();
      await expect(page.getByRole("dialog", { name: "Nothing to publish" }).getByText("Close")).toBeVisible();
    },
  },
  {
    name: "survey-preview-on",
    open: async (page, hydrates) => {
      await survey("preview")(page, hydrates);
      await page.getByRole("radio").first().check();
      await page.getByRole("button", { name: "Begin" }).click();
      await expect(page.frameLocator("iframe").getByRole("heading", { level: 1 })).toBeVisible();
    },
  },
  {
    name: "admin-question",
    open: async (page, hydrates) => {
      await members("/admin", "admin")(page, hydrates);
      await page.getByRole("button", { name: /^New secret/ }).first().click();
      await expect(page.getByRole("dialog", { name: "Make a new secret?" })).toBeVisible();
    },
  },
  {
    name: "forbidden",
    status: 403,
    open: async (page) => {
      await enterAs(page.context(), "northwind", "viewer");
      await page.goto("/admin");
    },
  },
  {
    name: "platform",
    open: async (page, hydrates) => {
      await enterAsOperator(page.context());
      await visit(page, "/ops", hydrates);
    },
  },
];

