// How soon an edit shows in the editor of a survey with 200 questions: from the key or the click to the frame in which
// the outline says so. A letter is typed, the question is moved, the move is undone, in turn.
// Usage: node editor.mjs path/to/demo.json
import { chromium } from '@playwright/test';

import { BROWSER, demo, enter, importSurvey, median, print } from './product.mjs';
import { large } from './surveys.mjs';

const ROUNDS = 10;
const QUESTION = 'q105';

const { base_url: base, member } = demo(process.argv[2]);
const cookie = await enter(`${base}/login`, member('admin'));
const survey = await importSurvey(base, cookie, large());
const browser = await chromium.launch(BROWSER);
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
await context.addCookies(cookie.split('; ').map((pair) => {
  const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
  return { name, value, url: base };
}));
const page = await context.newPage();
await page.goto(`${base}/admin/surveys/${survey}/edit`);
await page.waitForSelector('html[data-hydrated]');
const questions = await page.locator('.outline__item[id^=outline-question-]').count();
if (questions !== 200) throw new Error(`the outline has ${questions} questions`);
await page.locator(`#outline-question-${QUESTION}`).click();
await page.locator(`textarea#question-${QUESTION}`).click();

/** Does something and gives the time until the outline, as it is painted, is another. */
async function timed(event, act) {
  await page.evaluate((type) => {
    const outline = document.querySelector('ol.outline');
    const before = outline.textContent;
    window.shown = new Promise((done) => addEventListener(type, ({ timeStamp }) => {
      const { port1, port2 } = new MessageChannel();
      // A message that is sent before a frame is drawn arrives after it.
      const look = () => requestAnimationFrame(() => port2.postMessage(null));
      port1.onmessage = () => (outline.textContent === before ? look() : done(performance.now() - timeStamp));
      look();
    }, { capture: true, once: true }));
  }, event);
  await act();
  return page.evaluate(() => window.shown);
}

const times = [];
for (let round = 0; round < ROUNDS; round += 1) {
  await page.locator(`textarea#question-${QUESTION}`).focus();
  times.push(await timed('keydown', () => page.keyboard.type('x')));
  times.push(await timed('click', () => page.locator(`#${round % 2 ? 'up' : 'down'}-${QUESTION}`).click()));
  times.push(await timed('keydown', () => page.keyboard.press('Control+z')));
}
await browser.close();
const p95 = [...times].sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1];
print('editor', { median_ms: median(times), p95_ms: p95, edits: times.length });
