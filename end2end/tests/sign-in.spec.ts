// Signing in and out, and what each role gets to see.

import { resetLink, resetLinks } from "../support/mailbox.ts";
import { enterAs, enterAsOperator } from "../support/people.ts";
import { person, stack } from "../support/stack.ts";
import { expect, test, visit } from "../support/test.ts";

test("a stranger is asked to sign in and lands where he wanted to go", async ({ page }) => {
  const { email, password } = person("halden", "leader");
  await page.goto("/app/deals?outcome=won");
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel("Work e-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/app\/deals\?outcome=won$/);
  await expect(page.getByRole("heading", { level: 1, name: "Deals" })).toBeVisible();
});

test("a wrong password and an unknown address get the same words", async ({ page, faults }) => {
  faults.allowStatus(401);
  const tries = [
    { email: person("halden", "viewer").email, password: "not this one" },
    { email: "nobody@halden.example", password: stack().operator.password },
  ];
  for (const { email, password } of tries) {
    await page.goto("/login");
    await page.getByLabel("Work e-mail").fill(email);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert")).toContainText("That did not match");
    await expect(page.getByLabel("Work e-mail")).toHaveValue(email);
    await expect(page.getByLabel("Password")).toHaveValue("");
    await expect(page.getByLabel("Password")).toBeFocused();
  }
});

test("a lost password is replaced by a mailed link", async ({ page, hydrates, faults }) => {
  faults.allowStatus(410);
  // Nobody else signs in as these two: all sessions of theirs end here.
  const { email } = person("meridian", hydrates ? "viewer" : "rep");
  const chosen = "seven herons wade at dusk";
  const before = await resetLinks(email);
  await page.goto("/login");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByLabel("Work e-mail").fill(email);
  await page.getByRole("button", { name: "Mail me a link" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Look into your mail" })).toBeVisible();
  const link = await resetLink(email, before);
  await page.goto(link);
  await expect(page.getByLabel("Work e-mail")).toHaveValue(email);
  await page.getByLabel("New password").fill(chosen);
  await page.getByRole("button", { name: "Save the new password" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your password is changed" })).toBeVisible();
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("Work e-mail").fill(email);
  await page.getByLabel("Password").fill(chosen);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/app$/);
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1, name: "This link was used already" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Mail me a new link" })).toBeVisible();
});

test("after signing out the pages are closed", async ({ page, hydrates }) => {
  const { email, password } = person("halden", "rep");
  await page.goto("/login");
  await page.getByLabel("Work e-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/app$/);
  await visit(page, "/app", hydrates);
  await page.locator("summary").filter({ hasText: ", account" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login$/);
  await page.goto("/app");
  await expect(page).toHaveURL(/\/login/);
});

test("each role sees the places that are open to it", async ({ newWindow }) => {
  const places = {
    admin: ["Overview", "Deals", "Surveys", "Admin"],
    leader: ["Overview", "Deals"],
    rep: ["Overview", "Deals"],
    viewer: ["Overview", "Deals"],
  };
  for (const role of ["admin", "leader", "rep", "viewer"] as const) {
    const page = await newWindow();
    await enterAs(page.context(), "halden", role);
    await page.goto("/app");
    const links = page.getByRole("navigation", { name: "Main" }).getByRole("link");
    await expect(links).toHaveText(places[role]);
  }
});

test("the set-up is closed to who is no admin", async ({ page, context, faults }) => {
  faults.allowStatus(403);
  await enterAs(context, "halden", "rep");
  const answer = await page.goto("/admin");
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("the platform's console is closed to members, and an operator has no reports", async ({
  page,
  context,
  newWindow,
  faults,
}) => {
  faults.allow(/status of (403|404) /);
  await enterAs(context, "halden", "admin");
  expect([403, 404]).toContain((await page.goto("/ops"))?.status());

  const operator = await newWindow();
  await enterAsOperator(operator.context());
  await operator.goto("/app");
  await expect(operator).toHaveURL(/\/ops$/);
  expect([403, 404]).toContain((await operator.goto("/app/deals"))?.status());
});

test("a session is of no use to a page from elsewhere", async ({ context, page }) => {
  await enterAs(context, "halden", "viewer");
  const answer = await page.request.post("/logout", {
    headers: { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(403);
  expect((await page.request.get("/app")).status()).toBe(200);
});

test("the cookies of a session and of a known browser are closed to scripts and other sites", async ({
  page,
  context,
}) => {
  await enterAs(context, "halden", "viewer");
  await page.goto("/app");
  const cookies = await context.cookies();
  const closed = cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }));
  expect(closed.sort((one, other) => one.name.localeCompare(other.name))).toEqual([
    { name: "wl", httpOnly: true, sameSite: "Lax" },
    { name: "wl-device", httpOnly: true, sameSite: "Strict" },
  ]);
});
