// When the largest part of a buyer's page is painted on a slow phone: ours, a bare static page of the same text, and a
// SurveyJS page with the same questions. All three come over HTTP/1.1 with brotli, into an empty cache, in turn.
// Usage: node paint.mjs path/to/demo.json path/to/folder/with/node_modules ROUNDS
import crypto from 'node:crypto';
import fs from 'node:fs';
import { chromium } from '@playwright/test';

import { BROWSER, close, demo, enter, importSurvey, link, median, print, publish, start } from './product.mjs';
import { serve } from './static.mjs';
import { writePage } from './surveyjs.mjs';
import { everyKind } from './surveys.mjs';

const [contract, work, rounds] = process.argv.slice(2);
// Lighthouse's slow 4G, and a processor four times slower.
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const SLOWER = 4;
const PHONE = { viewport: { width: 412, height: 823 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'en' };

const { base_url: base, mail_dir: mails, tenant, member } = demo(contract);
const browser = await chromium.launch(BROWSER);

/** Invites a buyer to a survey and has him start: the page of questions, with the cookie that opens it. */
async function begin(survey) {
  const cookie = await enter(`${base}/login`, member('admin'));
  await publish(base, cookie, await importSurvey(base, cookie, survey));
  const name = `Paint ${crypto.randomUUID().slice(0, 8)}`;
  await close({ webhook: tenant.webhook, name });
  const page = await (await browser.newContext(PHONE)).newPage();
  await start(page, await link(mails, name, 's'));
  await page.waitForURL('**/survey/all');
  return { page, cookies: await page.context().cookies() };
}

/** The page's words and fields as bare HTML, without a style sheet, a script or a class. */
const bare = (page) => page.evaluate(() => {
  const copy = document.querySelector('main').cloneNode(true);
  for (const gone of copy.querySelectorAll('svg, script, style, template')) gone.remove();
  const kept = new Set(['type', 'name', 'value', 'for', 'id', 'rows', 'list', 'href']);
  for (const element of [copy, ...copy.querySelectorAll('*')]) {
    for (const { name } of [...element.attributes]) if (!kept.has(name)) element.removeAttribute(name);
  }
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1"><title>Survey</title><link rel="icon" href="data:,"></head>
    <body>${copy.outerHTML}</body></html>`;
});

/** Opens an address in a browser that has never seen it. */
async function open(address, ready, cookies = []) {
  const context = await browser.newContext(PHONE);
  await context.addCookies(cookies);
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', SLOW_4G);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const answer = await page.goto(address, { waitUntil: 'load' });
  await page.locator(ready).first().waitFor();
  const seen = await page.evaluate(async () => {
    // What still moves a moment after everything is there would have been seen.
    await new Promise((done) => setTimeout(done, 500));
    const entries = (type) => new Promise((done) => {
      const found = [];
      new PerformanceObserver((list) => found.push(...list.getEntries())).observe({ type, buffered: true });
      setTimeout(() => done(found), 100);
    });
    const shifts = (await entries('layout-shift')).filter((one) => !one.hadRecentInput);
    const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    return {
      largest: (await entries('largest-contentful-paint')).at(-1)?.startTime ?? Number.NaN,
      shift: shifts.reduce((sum, one) => sum + one.value, 0),
      bytes: loaded.reduce((sum, one) => sum + one.encodedBodySize, 0),
    };
  });
  const encoding = (await answer.allHeaders())['content-encoding'];
  if (!answer.ok() || encoding !== 'br') throw new Error(`${address}: ${answer.status()}, ${encoding}`);
  await context.close();
  return seen;
}

const survey = everyKind();
const { page, cookies } = await begin(survey);
const [staticFolder, peerFolder] = [`${work}/static`, `${work}/surveyjs`];
for (const folder of [staticFolder, peerFolder]) fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(`${staticFolder}/index.html`, await bare(page));
await writePage(peerFolder, `${work}/node_modules`, survey);
const [plain, peer] = [await serve(staticFolder), await serve(peerFolder)];
const runs = { ours: [], plain: [], peer: [] };
for (let round = 0; round < Number(rounds); round += 1) {
  runs.plain.push(await open(`${plain.base}/index.html`, 'fieldset'));
  runs.ours.push(await open(page.url(), 'fieldset', cookies));
  runs.peer.push(await open(`${peer.base}/index.html`, '.sd-question'));
}
await browser.close();
plain.stop();
peer.stop();
const of = (who, what) => median(runs[who].map((one) => one[what]));
// A frame more or less is a sixth of a static page's time: medians are held against each other, not single runs.
const ratio = (one, other) => of(one, 'largest') / of(other, 'largest');
print('paint', {
  ours_ms: of('ours', 'largest'), static_ms: of('plain', 'largest'), surveyjs_ms: of('peer', 'largest'),
  of_static: ratio('ours', 'plain'), earlier_than_surveyjs: ratio('peer', 'ours'),
  shift: Math.max(...runs.ours.map((one) => one.shift)), surveyjs_shift: of('peer', 'shift'),
  ours_bytes: of('ours', 'bytes'), static_bytes: of('plain', 'bytes'), surveyjs_bytes: of('peer', 'bytes'),
});
