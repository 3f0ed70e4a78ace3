// The buyer's mailbox: a folder with one `.eml` file for each mail.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect } from "@playwright/test";

import { stack } from "./stack.ts";

export interface Mail {
  to: string;
  subject: string;
  /** The plain text. */
  text: string;
}

/** The link in the invitation to this address, as soon as it is there. */
export async function invitationLink(address: string): Promise<string> {
  const mail = await arrival(address);
  const link = /https?:\/\/\S+\/s\/[\w-]+/.exec(mail.text)?.[0];
  if (link === undefined) throw new Error(`no link in the mail to ${address}:\n${mail.text}`);
  return link;
}

/** The first invitation to this address; waits for it. */
export async function arrival(address: string): Promise<Mail> {
  let found: Mail | undefined;
  await expect
    .poll(async () => (found = await find(address)) !== undefined, {
      message: `an invitation to ${address}`,
      timeout: 15_000,
      intervals: [50, 100, 200],
    })
    .toBe(true);
  return found as unknown as Mail;
}

/** The newest link to a new password that was mailed to this address and is none of `before`. */
export async function resetLink(address: string, before: string[]): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(async () => (found = (await resetLinks(address)).find((link) => !before.includes(link))) !== undefined, {
      message: `a link to a new password for ${address}`,
      timeout: 15_000,
      intervals: [50, 100, 200],
    })
    .toBe(true);
  return found as unknown as string;
}

/** Every link to a new password that was mailed to this address. */
export async function resetLinks(address: string): Promise<string[]> {
  const sent = (await mails("reset")).filter((mail) => mail.to.includes(`<${address}>`));
  return sent.flatMap((mail) => /https?:\/\/\S+\/reset\/[\w-]+/.exec(mail.text)?.[0] ?? []);
}

/** How many mails went to this address. */
export async function count(address: string): Promise<number> {
  return (await mails()).filter((mail) => mail.to.includes(`<${address}>`)).length;
}

async function find(address: string): Promise<Mail | undefined> {
  return (await mails()).find((mail) => mail.to.includes(`<${address}>`));
}

const read = new Map<string, Mail>();

/** All mails of a kind. A mail never changes, so each is read once. */
async function mails(kind = "invitation"): Promise<Mail[]> {
  const folder = stack().mail_dir;
  const names = (await readdir(folder)).filter((name) => name.startsWith(kind) && name.endsWith(".eml"));
  for (const name of names) {
    if (!read.has(name)) read.set(name, parse(await readFile(join(folder, name), "utf8")));
  }
  return names.flatMap((name) => read.get(name) ?? []);
}

/** Reads headers and the plain text; enough of RFC 5322 and MIME for our own mails. */
export function parse(source: string): Mail {
  const { headers, body } = part(source.replaceAll("\r\n", "\n"));
  return { to: headers.get("to") ?? "", subject: headers.get("subject") ?? "", text: plainText(headers, body) };
}

interface Part {
  headers: Map<string, string>;
  body: string;
}

function part(source: string): Part {
  const end = source.indexOf("\n\n");
  const head = end < 0 ? source : source.slice(0, end);
  const lines = head.replaceAll(/\n[ \t]+/g, " ").split("\n");
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: end < 0 ? "" : source.slice(end + 2) };
}

function plainText(headers: Map<string, string>, body: string): string {
  const type = headers.get("content-type") ?? "text/plain";
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary !== undefined) {
    const parts = body.split(`--${boundary}`).slice(1, -1).map((one) => part(one.replace(/^\n/, "")));
    const plain = parts.find((one) => (one.headers.get("content-type") ?? "").startsWith("text/plain"));
    return plain ? plainText(plain.headers, plain.body) : "";
  }
  switch ((headers.get("content-transfer-encoding") ?? "7bit").toLowerCase()) {
    case "quoted-printable":
      return quotedPrintable(body);
    case "base64":
      return Buffer.from(body, "base64").toString("utf8");
    default:
      return body;
  }
}

function quotedPrintable(text: string): string {
  const bytes = text
    .replaceAll(/=\n/g, "")
    .replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
