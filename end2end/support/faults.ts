// What a browser complains about: each is a fault of the page, unless the test says that it is meant.

import type { BrowserContext } from "@playwright/test";

import { running } from "./stack.ts";

export class Faults {
  readonly #found: string[] = [];
  readonly #meant: RegExp[] = [];

  /** Says that this complaint belongs to what is tested: a page that is not there, say. */
  allow(complaint: RegExp): void {
    this.#meant.push(complaint);
  }

  /** A page with this status is what the test is about; Chromium reports each as an error. */
  allowStatus(status: number): void {
    this.allow(new RegExp(`status of ${status} `));
  }

  /** `hasScript`: whether the browser runs scripts; else it refuses to load them, and says so. */
  watch(context: BrowserContext, hasScript: boolean): void {
    context.on("console", (message) => {
      if (message.type() === "error") this.#add(`console: ${message.text()} at ${message.location().url}`);
    });
    context.on("weberror", (error) => this.#add(`uncaught: ${error.error().stack ?? error.error().message}`));
    context.on("requestfailed", (request) => {
      const why = request.failure()?.errorText ?? "";
      const isMeant = !hasScript && request.resourceType() === "script";
      // Going elsewhere ends what was still under way, the stream of changes above all.
      if (why !== "net::ERR_ABORTED" && !isMeant) this.#add(`request failed: ${why} ${request.url()}`);
    });
    context.on("request", (request) => {
      const isOurs = request.url().startsWith(running.url) || /^(data|blob):/.test(request.url());
      if (!isOurs) this.#add(`request to somebody else: ${request.url()}`);
    });
    context.on("response", (response) => {
      if (response.status() >= 500) this.#add(`status ${response.status()}: ${response.url()}`);
    });
  }

  /** What is left. */
  all(): string[] {
    return this.#found.filter((one) => !this.#meant.some((meant) => meant.test(one)));
  }

  #add(fault: string): void {
    this.#found.push(fault);
  }
}
