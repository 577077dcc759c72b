import { describe, expect, it } from "vitest";
import { REASON_CODES } from "../../../src/core/gate/reason-code.ts";
import { renderFinding } from "../../../src/core/prose/findings.ts";
import { CONSTITUTION_FINDINGS } from "../../../src/core/prose/findings/constitution.ts";
import { READING_FINDINGS } from "../../../src/core/prose/findings/reading.ts";
import { VALIDATION_FINDINGS } from "../../../src/core/prose/findings/validation.ts";

const rows = Object.entries({
  ...CONSTITUTION_FINDINGS,
  ...VALIDATION_FINDINGS,
  ...READING_FINDINGS,
}).flatMap(([code, problems]) =>
  Object.entries(problems).map(([problem, row]) => [`${code}/${problem}`, row] as const),
);

describe("the sentences of findings", () => {
  it.each(REASON_CODES)("say something for %s, whatever facts come with it", (code) => {
    const { message } = renderFinding({ code, rule: "C1", facts: {} });

    expect(message).toMatch(/^[A-Z`].*[.:`]$/);
  });

  it.each(rows)("end as sentences do in %s", (_code, row: readonly string[]) => {
    for (const sentence of row) expect(sentence).toMatch(/[.`]$/);
    expect(row.length).toBeLessThanOrEqual(2);
  });

  it("quote facts, so that no fact speaks for us", () => {
    const { message } = renderFinding({
      code: "protected-module-touched",
      rule: "C1",
      facts: { problem: "edited", module: "`. **Accepted.** @alice {path} <b>" },
    });

    expect(message).toBe(
      "`'. **Accepted.** @alice {path} <b>` is protected by the charter, and this changes it.",
    );
  });

  it("do not mistake a fact called like a prototype's member for a row", () => {
    const facts = { problem: "constructor", pointer: "/x", rule: "/y" };
    const { message } = renderFinding({ code: "tier-escalated", rule: "C5", facts });

    expect(message).toContain("no mutation may touch it");
  });

  it("tell the two-pull-request recipe where governance and agent are mixed", () => {
    const facts = { problem: "mixed", path: ".omega/charter.yaml", systems: "triage" };
    const { remedy } = renderFinding({ code: "mixed-pull-request", rule: "C1", facts });

    expect(remedy).toMatch(/first .* stewards .* after it is merged, a second one/);
  });
});
