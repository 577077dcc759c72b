import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { Snapshot } from "../../ir/snapshot.ts";
import { type TextRule, textRules } from "../../ir/text-rule.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kernel/json.ts";

/** One item as the suite has it, as far as it can be read. */
export type SuiteRow = {
  readonly id: string;
  readonly input: JsonObject;
  readonly expected: Json | undefined;
  readonly requires: readonly TextRule[];
  /** The texts of its input, by which it would be recognised elsewhere. */
  readonly texts: readonly string[];
};

/** Suites change far less often than agents: what one base holds serves all its changes. */
const ITEMS = new WeakMap<Snapshot, ReadonlyMap<string, readonly SuiteRow[]>>();

/** The items of the base commit's suites that everybody may read; unreadable lines hold none. */
export function suiteItems(change: ProposedChange, system: string): readonly SuiteRow[] {
  const known = ITEMS.get(change.base);
  const items = known?.get(system) ?? readItems(change, system);
  if (known?.has(system) !== true) {
    ITEMS.set(change.base, new Map([...(known ?? []), [system, items]]));
  }
  return items;
}

function readItems({ charter, base }: ProposedChange, system: string): readonly SuiteRow[] {
  const rules = charter.systems[system];
  const { public: open, safety, rubric } = rules?.suites ?? {};
  const datasets = [open?.dataset, safety?.dataset, rubric?.dataset].filter(
    (dataset) => dataset !== undefined,
  );
  const decoder = new TextDecoder();
  return datasets.flatMap((dataset) => {
    const entry = base.tree.get(`${rules?.path}/${dataset}`);
    const bytes = entry && base.blobs.get(entry.sha);
    return bytes === undefined ? [] : decoder.decode(bytes).split("\n").flatMap(itemOf);
  });
}

function itemOf(line: string): readonly SuiteRow[] {
  const item = jsonOfLine(line);
  if (!isJsonObject(item)) return [];
  const { id, input, expected, requires } = item;
  const rules = textRules.safeParse(requires);
  return [
    {
      id: typeof id === "string" ? id : "",
      input: isJsonObject(input) ? input : {},
      expected,
      requires: rules.success ? rules.data : [],
      texts: stringsOf(input),
    },
  ];
}

function jsonOfLine(line: string): Json | undefined {
  try {
    const value: Json = JSON.parse(line);
    return value;
  } catch {
    return undefined;
  }
}

export function stringsOf(value: Json | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(stringsOf);
  return isJsonObject(value) ? Object.values(value).flatMap(stringsOf) : [];
}
