import { describe, expect, it } from "vitest";
import { REASON_CODES } from "../src/core/gate/reason-code.ts";
import { charterSchema } from "../src/core/ir/charter.ts";
import { systemSchema } from "../src/core/ir/system.ts";
import { VARIABLES } from "../src/settings.ts";
import { renderConfigurationPage } from "./support/docs/configuration.ts";
import { renderJsonSchema } from "./support/docs/json-schemas.ts";
import { renderReasonCodesPage } from "./support/docs/reason-codes.ts";

/** `npm run docs` runs this file in update mode, which writes the pages that it compares. */
describe("the generated reference", () => {
  it("shows every reason code with the sentence that the product says", async () => {
    await expect(renderReasonCodesPage()).toMatchFileSnapshot("../docs/reference/reason-codes.md");
  });

  it("shows every environment variable with its meaning and default", async () => {
    const page = renderConfigurationPage();

    await expect(page).toMatchFileSnapshot("../docs/reference/configuration.md");
  });

  it.each([
    ["charter", charterSchema, "An Agent-Omega charter"],
    ["system", systemSchema, "A system that Agent-Omega governs"],
  ] as const)("ships the schema of a %s for editors", async (name, schema, title) => {
    await expect(renderJsonSchema(schema, title)).toMatchFileSnapshot(`../schemas/${name}.json`);
  });

  it("leaves no reason code out and shows none twice", () => {
    const page = renderReasonCodesPage();
    const shown = [...page.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, code]) => code);

    expect(shown).toHaveLength(REASON_CODES.length);
    expect(new Set(shown)).toEqual(new Set(REASON_CODES));
  });

  it("leaves no variable out", () => {
    const page = renderConfigurationPage();

    for (const { name } of VARIABLES) expect(page).toContain(`| \`${name}\` |`);
  });
});
