// What the measurements share: a CRM, a mailbox, a member, and surveys as files.
import crypto from 'node:crypto';
import fs from 'node:fs';

const PATIENCE = 60_000;

/** How the demo is entered: its contract, and the tenant and members that measure. */
export function demo(contract) {
  const all = JSON.parse(fs.readFileSync(contract, 'utf8'));
  const [tenant] = all.tenants;
  return { ...all, tenant, member: (role) => tenant.users.find((user) => user.role === role) };
}

/** Posts a deal that closed just now, as a CRM does; its buyer's mail names it. */
export async function close({ webhook, name, outcome = 'won' }) {
  const id = `bench-${crypto.randomUUID()}`;
  const at = String(Math.floor(Date.now() / 1000));
  const now = new Date().toISOString();
  const body = JSON.stringify({
    type: 'deal.closed',
    timestamp: now,
    data: {
      external_id: id, name, outcome, closed_at: now, account: { name },
      contacts: [{ email: `${id}@buyer.example`, name: 'Bo Buyer', role: 'buyer' }],
    },
  });
  const key = Buffer.from(webhook.secret.replace('whsec_', ''), 'base64');
  const signature = crypto.createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  const headers = {
    'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}`,
  };
  const answer = await fetch(webhook.url, { method: 'POST', headers, body });
  if (answer.status !== 202) throw new Error(`the event was answered ${answer.status}`);
}

/** The first address below `/<way>/` in a mail that says `words`. */
export async function link(folder, words, way) {
  const address = new RegExp(`http://[^\\s"<>]+/${way}/[A-Za-z0-9_-]+`);
  for (const begun = Date.now(); Date.now() - begun < PATIENCE; await new Promise((done) => setTimeout(done, 50))) {
    for (const file of fs.readdirSync(folder).filter((one) => one.endsWith('.eml'))) {
      const text = fs.readFileSync(`${folder}/${file}`, 'utf8').replace(/=\r?\n/g, '').replace(/=3D/g, '=');
      const found = text.includes(words) && text.match(address);
      if (found) return found[0];
    }
  }
  throw new Error(`no mail with a link about ${words}`);
}

/** Opens a buyer's link and begins. */
export async function start(page, address) {
  await page.goto(address);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
}

/** Posts a form and gives the cookie that comes back: a member's session. */
export async function enter(address, fields) {
  const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
  if (answer.status !== 303 || cookie === '') throw new Error(`${address} was answered ${answer.status}`);
  return cookie;
}

/** Makes a survey out of a document, as the import of a file does; gives its id. */
export const importSurvey = (base, cookie, survey) =>
  call(base, cookie, 'import', { text: JSON.stringify({ type: 'winloss.survey', format: 2, survey }) });

/** Publishes a survey as it was imported. */
export async function publish(base, cookie, survey) {
  const answer = await call(base, cookie, 'publish', { survey, seen: 1 });
  if (JSON.stringify(answer).includes('number') === false) throw new Error(`not published: ${JSON.stringify(answer)}`);
}

async function call(base, cookie, what, argument) {
  const headers = { 'content-type': 'application/json', cookie };
  const answer = await fetch(`${base}/api/survey/${what}`, { method: 'POST', headers, body: JSON.stringify(argument) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${what} was answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const BROWSER = { executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] };

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Prints a line that the bench reads. */
export const print = (name, figures) => console.log(JSON.stringify({ name, figures }));
