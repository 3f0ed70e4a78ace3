// How long it takes from a buyer's "send" until the leader's open overview shows the answer, without a reload.
// Usage: node journey.mjs path/to/demo.json
import crypto from 'node:crypto';
import fs from 'node:fs';
import { chromium } from '@playwright/test';

const ROUNDS = 7;
const demo = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const [tenant] = demo.tenants;
const leader = tenant.users.find((user) => user.role === 'leader');

async function send(name) {
  const id = `bench-${crypto.randomUUID()}`;
  const at = String(Math.floor(Date.now() / 1000));
  const now = new Date().toISOString();
  const body = JSON.stringify({
    type: 'deal.closed',
    timestamp: now,
    data: {
      external_id: id, name, outcome: 'won', closed_at: now, account: { name },
      contacts: [{ email: `${id}@buyer.example`, name: 'Bo Buyer', role: 'buyer' }],
    },
  });
  const key = Buffer.from(tenant.webhook.secret.replace('whsec_', ''), 'base64');
  const signature = crypto.createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  const headers = {
    'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}`,
  };
  const answer = await fetch(tenant.webhook.url, { method: 'POST', headers, body });
  if (answer.status !== 202) throw new Error(`the event was answered ${answer.status}`);
}

async function link(name) {
  for (const begun = Date.now(); Date.now() - begun < 20_000; await new Promise((done) => setTimeout(done, 50))) {
    for (const file of fs.readdirSync(demo.mail_dir).filter((one) => one.endsWith('.eml'))) {
      const text = fs.readFileSync(`${demo.mail_dir}/${file}`, 'utf8').replace(/=\r?\n/g, '').replace(/=3D/g, '=');
      if (text.includes(name)) return text.match(/http:\/\/[^\s"<>]+\/s\/[A-Za-z0-9_-]+/)[0];
    }
  }
  throw new Error(`no mail about ${name}`);
}

async function answer(page, address) {
  await page.goto(address);
  await page.locator('form button[type=submit]').first().click();
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

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
const open = await (await browser.newContext()).newPage();
await open.goto(`${demo.base_url}/login`);
await open.fill('input[name=email]', leader.email);
await open.fill('input[name=password]', leader.password);
await open.keyboard.press('Enter');
await open.waitForURL('**/app**');
await open.waitForSelector('html[data-hydrated]');
const times = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const name = `Journey ${crypto.randomUUID().slice(0, 8)}`;
  await send(name);
  const address = await link(name);
  const buyer = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const seen = open.getByText(name).first().waitFor({ timeout: 20_000 });
  const begun = await answer(buyer, address);
  await seen;
  times.push(performance.now() - begun);
  await buyer.context().close();
}
await browser.close();
times.sort((a, b) => a - b);
const figures = { median_ms: times[Math.floor(ROUNDS / 2)], slowest_ms: times[ROUNDS - 1] };
console.log(JSON.stringify({ name: 'journey', figures }));
