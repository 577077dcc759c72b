import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { System, SystemVersion } from "../../ir/system.ts";
import { isJsonObject, type Json } from "../../kernel/json.ts";
import { givenNames } from "../deployment/given-names.ts";
import type { Known } from "./when-samples.ts";

/** Several rules ask about the later side of one change. */
const KNOWN = new WeakMap<SystemVersion, Known>();

/** What a version says of the values its conditions compare, with its parameters as they stand. */
export function knownValues(change: ProposedChange, version: SystemVersion): Known {
  const known = KNOWN.get(version) ?? readValues(change, version);
  KNOWN.set(version, known);
  return known;
}

function readValues(change: ProposedChange, version: SystemVersion): Known {
  let texts: readonly string[] | undefined;
  return {
    ranges: rangesOf(version.system),
    isGiven: givenNames(version),
    parameters: new Map(
      Object.entries(version.system.parameters).map(([name, { value }]) => [name, value]),
    ),
    isSeen: (text) => {
      texts ??= [JSON.stringify(version.system.contract), ...textsOf(version), ...suitesOf(change)];
      return texts.some((one) => one.includes(text));
    },
  };
}

/** What code and data can give, and what evaluation asks. Prompts are words, not values. */
function textsOf({ files }: SystemVersion): readonly string[] {
  const decoder = new TextDecoder();
  return [...files]
    .filter(([file]) => file.startsWith("tools/") || file.startsWith("data/"))
    .map(([, bytes]) => decoder.decode(bytes));
}

/** The public suites of the base, as text. */
export function suitesOf({ charter, base, mutation }: ProposedChange): readonly string[] {
  const rules = mutation && charter.systems[mutation.system];
  if (rules === undefined) return [];
  const { public: open, safety } = rules.suites;
  return [open.dataset, ...(safety === undefined ? [] : [safety.dataset])].flatMap((dataset) => {
    const entry = base.tree.get(`${rules.path}/${dataset}`);
    const bytes = entry && base.blobs.get(entry.sha);
    return bytes === undefined ? [] : [new TextDecoder().decode(bytes)];
  });
}

type Range = { readonly minimum?: number; readonly maximum?: number };

/** Bounds of numbers by the name of a field, as input or output promise them. */
function rangesOf({ contract }: System): ReadonlyMap<string, Range> {
  const ranges = new Map<string, Range>();
  for (const schema of [contract.input, contract.output]) {
    const properties = isJsonObject(schema) ? schema["properties"] : undefined;
    for (const [name, property] of isJsonObject(properties) ? Object.entries(properties) : []) {
      if (isJsonObject(property)) ranges.set(name, rangeOf(property));
    }
  }
  return ranges;
}

function rangeOf(property: Readonly<Record<string, Json>>): Range {
  const { minimum, maximum } = property;
  return {
    ...(typeof minimum === "number" ? { minimum } : {}),
    ...(typeof maximum === "number" ? { maximum } : {}),
  };
}
