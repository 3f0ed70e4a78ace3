// Every page as a whole: no rule of WCAG 2.2 AA broken, nothing sticks out of a small phone, and pictures of it.
// (The buyer's pages: `buyer-pages`.)

import { inspect } from "../support/inspect.ts";
import { PLACES } from "../support/places.ts";
import { test } from "../support/test.ts";

for (const { name, status, open } of PLACES) {
  test(`${name} fits everybody`, async ({ page, faults }) => {
    test.setTimeout(60_000);
    if (status !== undefined) faults.allowStatus(status);
    // Axe puts a style of its own into what is drawn apart from the page, and the policy refuses it.
    faults.allow(/sha256-EJBVSpqIuJZMYkmAvGao7SKM8P7Wol\+gWRll1GkfqsQ=/);
    await open(page, true);
    await inspect(page, name);
  });
}
