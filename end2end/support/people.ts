// Members and operators: signs them in, once for each of Playwright's workers.

import { request, type BrowserContext } from "@playwright/test";

import { person, running, stack, type Person, type Role } from "./stack.ts";

type Cookies = Parameters<BrowserContext["addCookies"]>[0];

const sessions = new Map<string, Cookies>();

/** Gives the browser a session of this member. */
export async function enterAs(context: BrowserContext, tenant: string, role: Role): Promise<void> {
  await enter(context, person(tenant, role));
}

/** Gives the browser a session of the platform's operator. */
export async function enterAsOperator(context: BrowserContext): Promise<void> {
  await enter(context, stack().operator);
}

async function enter(context: BrowserContext, who: Person): Promise<void> {
  let cookies = sessions.get(who.email);
  if (cookies === undefined) {
    cookies = await signIn(who);
    sessions.set(who.email, cookies);
  }
  await context.addCookies(cookies);
}

async function signIn(who: Person): Promise<Cookies> {
  const client = await request.newContext({ baseURL: running.url });
  const answer = await client.post("/login", {
    form: { email: who.email, password: who.password },
    maxRedirects: 0,
  });
  if (answer.status() !== 303) throw new Error(`${who.email} was not let in: ${answer.status()}`);
  const { cookies } = await client.storageState();
  await client.dispose();
  return cookies;
}
