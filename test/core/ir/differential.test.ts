import { afterAll, expect, test } from "vitest";
import { compareParsers } from "../../support/differential/compare-parsers.ts";
import { openPyYaml } from "../../support/differential/py-yaml.ts";

const python = openPyYaml();
afterAll(() => python?.close());

/** `npm run soak -- differential` reads fifty thousand of them. */
test("no parser reads an accepted document differently, and a third and more are accepted", async ({
  annotate,
}) => {
  if (python === undefined) await annotate("PyYAML is not on this machine: compared without it");
  const { documents, accepted, differences, refusedWithReason } = await compareParsers({
    seed: 1,
    documents: 2500,
    python,
  });
  expect(differences).toEqual([]);
  expect(accepted).toBeGreaterThan(documents / 3);
  expect(refusedWithReason).toBeGreaterThan(documents / 20);
});
