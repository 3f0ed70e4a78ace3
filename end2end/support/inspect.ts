// Looks at a whole page: can everybody use it, does it fit, and what does it look like.

import { mkdirSync } from "node:fs";

import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const FOLDER = "test-results/looks";
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SIZES = [
  { name: "wide", width: 1440, height: 900 },
  { name: "phone", width: 390, height: 844 },
];
const NARROWEST = { width: 360, height: 740 };
/** What is left of a window of 640 px at 200 %: a buyer's page fits there, too. */
const ZOOMED = { width: 320, height: 640 };
/** Smaller is hard to hit with a thumb. */
const SMALLEST_TARGET = 44;

mkdirSync(FOLDER, { recursive: true });

/** Everything that is checked of a page with script; leaves the window as it was. */
export async function inspect(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await drawn(page);
    await expectUsable(page, `${name} in ${colorScheme}`, colorScheme === "light" ? undefined : "color-contrast");
    await picture(page, name, colorScheme);
  }
  await expectToFit(page);
  await page.emulateMedia({ colorScheme: "light" });
  if (before) await page.setViewportSize(before);
}

/** The same of a buyer's page, which also fits at 200 %, with letters twice as large, and under a thumb. */
export async function inspectForBuyers(page: Page, name: string): Promise<void> {
  await inspect(page, name);
  const before = page.viewportSize();
  await expectToFit(page, ZOOMED);
  await expectTargets(page, `${name} at ${ZOOMED.width} px`);
  await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  await expectToFit(page, { width: 640, height: 900 });
  await expectToFit(page, { width: 390, height: 844 });
  await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
  if (before) await page.setViewportSize(before);
}

/** Whatever can be pressed is large enough, but for links in the middle of a sentence. */
async function expectTargets(page: Page, what: string): Promise<void> {
  const small = await page.evaluate((smallest) => {
    const targets = [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")];
    return targets
      .map((target) => target.closest("label") ?? target)
      .filter((target) => target.checkVisibility({ visibilityProperty: true }) && !target.matches(".skip"))
      .filter((target) => getComputedStyle(target).display !== "inline")
      .filter((target) => {
        const { width, height } = target.getBoundingClientRect();
        return Math.min(width, height) < smallest - 0.5;
      })
      .map((target) => target.outerHTML.slice(0, 160));
  }, SMALLEST_TARGET);
  expect.soft(small, `too small in ${what}`).toEqual([]);
}

/** No rule of WCAG 2.2 AA is broken that a machine can check; `only` one of them where the others cannot differ. */
async function expectUsable(page: Page, what: string, only?: string): Promise<void> {
  // What is framed is a page of its own, with landmarks of its own; it is looked at by itself.
  // Its own copies of style sheets are inline styles, which our policy forbids.
  const axe = new AxeBuilder({ page }).exclude("iframe").options({ preload: false });
  const { violations } = await (only === undefined ? axe.withTags(RULES) : axe.withRules([only])).analyze();
  const found = violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((node) => node.html) }));
  expect.soft(found, what).toEqual([]);
}

/** Pictures for people, in the sizes that pages are judged in. */
export async function picture(page: Page, name: string, variant: string): Promise<void> {
  for (const { name: size, ...viewport } of SIZES) {
    await page.setViewportSize(viewport);
    const take = () => page.screenshot({
      path: `${FOLDER}/${name}-${size}-${variant}.png`,
      fullPage: true,
      animations: "disabled",
    });
    // Chromium sometimes cannot, on a machine that is busy, and can at once after.
    await take().catch(take);
  }
}

/** Nothing sticks out of the narrowest window, unless it lies in something that scrolls. */
export async function expectToFit(page: Page, size = NARROWEST): Promise<void> {
  await page.setViewportSize(size);
  const tooWide = await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const clips = (element: Element | null): boolean =>
      element !== null && element !== document.body
        ? getComputedStyle(element).overflowX !== "visible" || clips(element.parentElement)
        : false;
    return [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
      .filter((element) => !clips(element.parentElement))
      .map((element) => element.outerHTML.slice(0, 160));
  });
  expect.soft(tooWide, `wider than ${size.width} px`).toEqual([]);
}

/** Waits until every chart is drawn. */
export async function drawn(page: Page): Promise<void> {
  const charts = page.locator(".chart-frame__canvas");
  for (let at = 0; at < (await charts.count()); at += 1) {
    await expect(charts.nth(at).locator("canvas")).toBeVisible();
  }
}
