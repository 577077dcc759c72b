import type { Breach } from "../../gate/finding.ts";
import { checkAgainst } from "../../ir/json-schema.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System } from "../../ir/system.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import { breachesOf, placeOfPointer } from "../breach.ts";
import { suiteItems, type SuiteRow } from "../leaks/suite-items.ts";

const breach = breachesOf("C2");

/**
 * Items of the suites that the old contract could take or answer and the new one cannot: each would
 * end without anything to measure, and the harder items are gone without anybody amending a suite.
 */
export function refusedItems(change: ProposedChange): readonly Breach[] {
  const { mutation } = change;
  if (mutation === undefined) return [];
  const { before, after } = mutation;
  const refused = suiteItems(change, mutation.system).filter(
    (item) => !isMeasurable(item, after.system) && isMeasurable(item, before.system),
  );
  const [first] = refused;
  if (first === undefined) return [];
  const place = placeOfPointer(after, "/contract");
  const facts = { problem: "item-refused", items: String(refused.length), item: first.id };
  return [breach("safety-service-weakened", place, facts)];
}

function isMeasurable({ input, ...wanted }: SuiteRow, { contract }: System): boolean {
  return checkAgainst(contract.input, input).length === 0 && canAnswer(wanted, contract.output);
}

/** Each member that is expected is promised, and may take the value that is expected of it. */
function canAnswer(
  { expected, requires }: Pick<SuiteRow, "expected" | "requires">,
  output: Json,
): boolean {
  if (!isJsonObject(output)) return true;
  const { properties } = output;
  const promised = isJsonObject(properties) ? properties : {};
  const members = isJsonObject(expected) ? Object.entries(expected) : [];
  const takes = members.every(([name, value]) => {
    const schema = Object.hasOwn(promised, name) ? promised[name] : undefined;
    return schema !== undefined && checkAgainst(schema, value).length === 0;
  });
  return takes && requires.every(({ member }) => Object.hasOwn(promised, member));
}
