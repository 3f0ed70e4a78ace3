// The members' pages without script: still pictures in place of charts, tables open, nothing sticks out.
// (The buyer's pages are the same with and without.)

import { expectToFit, picture } from "../support/inspect.ts";
import { PLACES } from "../support/places.ts";
import { test } from "../support/test.ts";

for (const { name, status, open } of PLACES) {
  test(`${name} fits without script`, async ({ page, faults }) => {
    if (status !== undefined) faults.allowStatus(status);
    await open(page, false);
    await picture(page, name, "no-js");
    await expectToFit(page);
  });
}
