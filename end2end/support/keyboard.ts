// A keyboard and nothing else: goes from control to control by Tab, and does at each what a hand would do.

import { expect, type Page } from "@playwright/test";

/** What to do at a field, by its name. */
export type Hands = Record<string, () => Promise<void>>;

/** More controls than any page has. */
const MOST_STEPS = 200;

interface Focused {
  name: string;
  words: string;
  isPress: boolean;
  isSeen: boolean;
}

/**
 * Skips to the content, goes through it by Tab, and presses Enter on the button or link with these words.
 *
 * Gives the names of the fields in the order in which the focus came by.
 */
export async function walk(page: Page, hands: Hands, end: string): Promise<string[]> {
  const names: string[] = [];
  const done = new Set<string>();
  // Of a page that is still being read, Tab knows the controls only that have come.
  await page.waitForLoadState("load");
  await page.keyboard.press("Tab");
  expect((await focused(page)).words, "the first stop leads to the content").toBe("Skip to the content");
  await page.keyboard.press("Enter");
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await page.keyboard.press("Tab");
    const here = await focused(page);
    expect(here.isSeen, `the focus is seen at ${here.name || here.words.slice(0, 80)}`).toBe(true);
    if (here.isPress && here.words === end) {
      await page.keyboard.press("Enter");
      return names;
    }
    if (here.name.startsWith("q.")) names.push(here.name);
    if (!done.has(here.name)) await hands[here.name]?.();
    done.add(here.name);
  }
  throw new Error(`no ${end} within ${MOST_STEPS} steps: ${names.join(", ")}`);
}

function focused(page: Page): Promise<Focused> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null;
    if (element === null) return { name: "", words: "", isPress: false, isSeen: false };
    // A control that is drawn by its label shows the focus there.
    const shown = [element, element.closest("label")].filter((one) => one !== null);
    const hasRing = shown.some((one) => {
      const style = getComputedStyle(one);
      return style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
    });
    const box = element.getBoundingClientRect();
    const isInside = box.bottom > 0 && box.top < innerHeight;
    return {
      name: element.name ?? "",
      words: element.textContent?.trim() ?? "",
      isPress: element.matches("a, button"),
      isSeen: hasRing && isInside,
    };
  });
}
