import type { Finding } from "../../gate/finding.ts";
import { givenFields } from "../../ir/given-fields.ts";
import { unknownKeywords } from "../../ir/json-schema.ts";
import { mismatches } from "../../ir/schema/mismatches.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { brokenPlaceholders } from "../contracts/broken-placeholders.ts";
import { emptySchemas } from "../contracts/empty-schemas.ts";
import { requiredOf } from "../contracts/givers.ts";
import { misfittingFields } from "../contracts/misfitting-fields.ts";
import { mistypedConditions } from "../contracts/mistyped-conditions.ts";
import { starvedWays } from "../contracts/starved-ways.ts";
import { unfedConditions } from "../contracts/unfed-conditions.ts";
import { findingsOf } from "../stage-finding.ts";
import type { Stage } from "../stage.ts";

/**
 * The system can give what its contract promises, prompts get what they name, and whoever spoke to
 * the old version can speak to the new one.
 */
export const contracts: Stage = {
  name: "contracts",
  needs: ["graph"],
  check({ mutation: { before, after } }) {
    return [...contractFindings(after), ...incompatible(before, after)];
  },
};

/** What the stage finds in one version by itself. */
export function contractFindings(version: SystemVersion): readonly Finding[] {
  // Another framework's agents take and give text, and fill their placeholders themselves.
  if (version.native !== undefined) return [];
  return [
    ...uncheckable(version),
    ...emptySchemas(version),
    ...unproduced(version),
    ...misfittingFields(version),
    ...brokenPlaceholders(version),
    ...starvedWays(version),
    ...unfedConditions(version),
    ...mistypedConditions(version),
  ];
}

/** A keyword outside the checked subset would seem to hold and be checked by nobody. */
function uncheckable(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("contracts", version);
  const { input, output } = version.system.contract;
  return [
    ...unknownKeywords(input, "/contract/input"),
    ...unknownKeywords(output, "/contract/output"),
  ].map((pointer) => report("contract-mismatch", pointer, { problem: "uncheckable" }));
}

function unproduced(version: SystemVersion): readonly Finding[] {
  const report = findingsOf("contracts", version);
  const isGiven = givenFields(version);
  return requiredOf(version.system.contract.output)
    .filter((field) => !isGiven(field))
    .map((field) =>
      report("contract-mismatch", pointerOf("contract", "output", "properties", field), {
        problem: "unproduced",
        field,
      }),
    );
}

/** Inputs may only be taken more widely, outputs only be given more narrowly. */
function incompatible(before: SystemVersion, after: SystemVersion): readonly Finding[] {
  const report = findingsOf("contracts", after);
  const [old, young] = [before.system.contract, after.system.contract];
  return [
    ...mismatches(old.input, young.input, "/contract/input").map((found) => ({
      ...found,
      problem: "input-narrowed",
    })),
    ...mismatches(young.output, old.output, "/contract/output").map((found) => ({
      ...found,
      problem: "output-widened",
    })),
  ].map(({ pointer, keyword, problem }) =>
    report("contract-mismatch", pointer, { problem, keyword }),
  );
}
