// A survey with every kind of question on one page, in English, German and Hebrew: published once for each worker, for
// deals that were lost for another reason, which no other spec closes.

import { readFileSync } from "node:fs";

import { expect } from "@playwright/test";

import { clientOf } from "./people.ts";
import { tenant } from "./stack.ts";
import { invite, type Invited } from "./survey.ts";

const ASKER = "meridian";
const FILE = new URL("../../app/src/pages/respond/tests/kinds.json", import.meta.url);

let published: Promise<void> | undefined;

/** A buyer who is asked all kinds of questions. */
export async function inviteToAllKinds(): Promise<Invited> {
  published ??= publish();
  await published;
  return invite(tenant(ASKER), { outcome_kind: "other" });
}

/** The first page in this language. */
export function inLanguage(link: string, language: string): string {
  return `${link}?lang=${language}`;
}

async function publish(): Promise<void> {
  const admin = await clientOf(ASKER, "admin");
  const call = async (endpoint: string, data: object): Promise<unknown> => {
    const answer = await admin.post(`/api/survey/${endpoint}`, { data });
    expect(answer.status(), `${endpoint}: ${await answer.text()}`).toBe(200);
    return answer.json();
  };
  const survey = await call("import", { text: readFileSync(FILE, "utf8") });
  await call("set_use", { survey, audience: "buyer", outcomes: ["lost_other"] });
  expect(await call("publish", { survey, seen: 1 })).toHaveProperty("yes");
  await admin.dispose();
}
