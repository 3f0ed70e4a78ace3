// Members and operators: signs them in, once for each of Playwright's workers.

import { request, type APIRequestContext, type BrowserContext } from "@playwright/test";

import { person, running, stack, type Person, type Role } from "./stack.ts";

type Cookies = Awaited<ReturnType<BrowserContext["storageState"]>>["cookies"];

const sessions = new Map<string, Cookies>();

/** Gives the browser a session of this member. */
export async function enterAs(context: BrowserContext, tenant: string, role: Role): Promise<void> {
  await enter(context, person(tenant, role));
}

/** Gives the browser a session of the platform's operator. */
export async function enterAsOperator(context: BrowserContext): Promise<void> {
  await enter(context, stack().operator);
}

/** A program with this member's session: for what a test needs and is not about. Dispose of it. */
export async function clientOf(tenant: string, role: Role): Promise<APIRequestContext> {
  const cookies = await cookiesOf(person(tenant, role));
  return request.newContext({ baseURL: running.url, storageState: { cookies, origins: [] } });
}

async function enter(context: BrowserContext, who: Person): Promise<void> {
  await context.addCookies(await cookiesOf(who));
}

async function cookiesOf(who: Person): Promise<Cookies> {
  let cookies = sessions.get(who.email);
  if (cookies === undefined) {
    cookies = await signIn(who);
    sessions.set(who.email, cookies);
  }
  return cookies;
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
