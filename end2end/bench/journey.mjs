// How long it takes from a buyer's "send" until the leader's open overview shows the answer, without a reload.
// Usage: node journey.mjs path/to/demo.json
import crypto from 'node:crypto';
import { chromium } from '@playwright/test';

import { BROWSER, close, demo, link, median, print, start } from './product.mjs';

const ROUNDS = 7;
const { base_url: base, mail_dir: mails, tenant, member } = demo(process.argv[2]);
const leader = member('leader');

async function answer(page, address) {
  await start(page, address);
  while (!page.url().endsWith('/review')) {
    for (const group of await page.locator('fieldset').all()) {
      const choice = group.locator('input[type=radio], input[type=checkbox]').first();
      if (await choice.count()) await choice.check({ force: true });
    }
    await page.getByRole('button', { name: /^(Next|Review)/ }).click();
  }
  const begun = performance.now();
  await page.getByRole('button', { name: /^Send/ }).click();
  return begun;
}

const browser = await chromium.launch(BROWSER);
const open = await (await browser.newContext()).newPage();
await open.goto(`${base}/login`);
await open.fill('input[name=email]', leader.email);
await open.fill('input[name=password]', leader.password);
await open.keyboard.press('Enter');
await open.waitForURL('**/app**');
await open.waitForSelector('html[data-hydrated]');
const times = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const name = `Journey ${crypto.randomUUID().slice(0, 8)}`;
  await close({ webhook: tenant.webhook, name });
  const address = await link(mails, name, 's');
  const buyer = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const seen = open.getByText(name).first().waitFor({ timeout: 20_000 });
  const begun = await answer(buyer, address);
  await seen;
  times.push(performance.now() - begun);
  await buyer.context().close();
}
await browser.close();
print('journey', { median_ms: median(times), slowest_ms: Math.max(...times) });
