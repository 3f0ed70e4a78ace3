// A CRM: signs what happened to a deal as Standard Webhooks wants it, and posts it.

import { createHmac, randomUUID } from "node:crypto";

import type { Tenant } from "./stack.ts";

export interface Contact {
  external_id: string;
  name: string;
  email: string;
  title: string;
  role: "buyer" | "sales" | "internal";
  is_primary: boolean;
}

export interface Deal {
  external_id: string;
  name: string;
  account: { name: string; domain: string; industry: string; employees: number };
  outcome: "won" | "lost" | "reopened";
  outcome_kind?: "competitor" | "no_decision" | "other";
  amount: string;
  currency: string;
  created_at: string;
  closed_at: string;
  segment: string;
  region: string;
  owner: { id: string; name: string; email: string; team: string };
  contacts: Contact[];
  competitors: string[];
  loss_reason?: string;
}

const DAY = 24 * 3600 * 1000;

/** A deal that closed just now, unlike any other. */
export function closedDeal(of: Partial<Deal> = {}): Deal {
  const mark = randomUUID().slice(0, 8);
  return {
    external_id: `e2e-${mark}`,
    name: `Express ${mark}, platform roll-out`,
    account: { name: `Express ${mark}`, domain: `${mark}.example`, industry: "Logistics", employees: 1200 },
    outcome: "lost",
    outcome_kind: "competitor",
    amount: "120000.00",
    currency: "USD",
    created_at: new Date(Date.now() - 90 * DAY).toISOString(),
    closed_at: new Date().toISOString(),
    segment: "Enterprise",
    region: "EMEA",
    owner: { id: "e2e-rep", name: "Ada Quist", email: "ada@northwind.example", team: "North" },
    contacts: [
      {
        external_id: `contact-${mark}`,
        name: "Bo Buyer",
        email: `bo.${mark}@express.example`,
        title: "CIO",
        role: "buyer",
        is_primary: true,
      },
    ],
    competitors: ["SFDC"],
    loss_reason: "Price",
    ...of,
  };
}

/** The address that the deal's buyer is invited at. */
export function buyerOf(deal: Deal): string {
  const buyer = deal.contacts.find((contact) => contact.role === "buyer");
  if (!buyer) throw new Error("the deal has no buyer");
  return buyer.email;
}

/** Posts the deal the way a CRM does. */
export async function send(tenant: Tenant, deal: Deal): Promise<Response> {
  const id = `msg_${randomUUID()}`;
  const timestamp = Math.floor(Date.now() / 1000).toString();
  const body = JSON.stringify({ type: "deal.closed", timestamp: new Date().toISOString(), data: deal });
  const key = Buffer.from(tenant.webhook.secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return fetch(tenant.webhook.url, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signature}`,
    },
  });
}
