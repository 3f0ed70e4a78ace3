// Where the product runs, and how to get in: what `demo.json` says.

import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Role = "admin" | "leader" | "rep" | "viewer";

export interface Person {
  email: string;
  password: string;
}

export interface Tenant {
  slug: string;
  name: string;
  tier: "pool" | "silo";
  users: (Person & { role: Role })[];
  webhook: { url: string; secret: string };
}

export interface Stack {
  base_url: string;
  mail_dir: string;
  operator: Person;
  tenants: Tenant[];
}

const data = process.env.WINLOSS_E2E_DATA ?? "";

/** The server under test: its address, and how it is started if it is ours. */
export const running = {
  url: address(),
  demoArguments: [
    "demo",
    "--fresh",
    ...["--data", data],
    ...["--port", process.env.WINLOSS_E2E_PORT ?? ""],
    ...["--site", process.env.WINLOSS_E2E_SITE ?? ""],
    ...["--database-url", process.env.WINLOSS_E2E_DATABASE_URL ?? ""],
  ],
};

let known: Stack | undefined;

/** The contract that the running demo wrote. */
export function stack(): Stack {
  known ??= read();
  return known;
}

export function tenant(slug: string): Tenant {
  const found = stack().tenants.find((one) => one.slug === slug);
  if (!found) throw new Error(`the demo has no tenant ${slug}`);
  return found;
}

export function person(slug: string, role: Role): Person {
  const found = tenant(slug).users.find((one) => one.role === role);
  if (!found) throw new Error(`${slug} has no ${role}`);
  return found;
}

function read(): Stack {
  return JSON.parse(readFileSync(join(data, "demo.json"), "utf8")) as Stack;
}

function address(): string {
  if (data === "") throw new Error("WINLOSS_E2E_DATA names no folder: run `cargo xtask test browser`");
  const port = process.env.WINLOSS_E2E_PORT;
  return port === undefined ? read().base_url : `http://127.0.0.1:${port}`;
}
