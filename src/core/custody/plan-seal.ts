import { parseSuite, type Suite, type SuiteItem, suiteLine } from "../ir/parse-suite.ts";
import { accepted, refused, type Result } from "../kernel/result.ts";
import { addShards, type Cutting, cutShards } from "./cut-shards.ts";
import { repeatsOf } from "./near-repeats.ts";
import { queryShards, type Seal } from "./seal.ts";

/** A suite that proposers can read, by the name under which the operator gave it. */
type ShownFile = { readonly name: string; readonly suite: Suite };

/** An item that stands nearly word for word where it must not; by line, never by content. */
export type Leak = { readonly line: number; readonly file: string; readonly at: number };

export type SealPlan = {
  readonly seal: Seal;
  /** What is to be written as `<ref>.jsonl`. */
  readonly text: string;
  readonly suite: Suite;
  /** Items that were left out, because something shown gives them away. */
  readonly dropped: readonly Leak[];
};

export type SealRefusal =
  | { readonly kind: "leaks"; readonly leaks: readonly Leak[] }
  /** Ids that the custody has already. */
  | { readonly kind: "ids-taken"; readonly lines: readonly number[] }
  /** Nothing is left that gates could ask. */
  | { readonly kind: "too-few" };

export type Sealing = {
  readonly items: readonly SuiteItem[];
  readonly shown: readonly ShownFile[];
  readonly cutting: Cutting;
  /** The custody that these items are to join. */
  readonly joined?: { readonly seal: Seal; readonly suite: Suite };
  readonly dropsLeaks: boolean;
};

/** Name under which leaks into the custody itself are told. */
const OWN = "the sealed suite";

/**
 * Takes a labelled suite into custody, or says why not: an item that proposers can read already is no
 * secret, and one that the audit shard has would let gates ask what they must never ask.
 */
export function planSeal(sealing: Sealing): Result<SealPlan, SealRefusal> {
  const { items, joined, cutting, dropsLeaks } = sealing;
  const taken = takenIds(sealing);
  if (taken.length > 0) return refused({ kind: "ids-taken", lines: taken });
  const leaks = leaksIn(sealing);
  if (leaks.length > 0 && !dropsLeaks) return refused({ kind: "leaks", leaks });
  const given = new Set(leaks.map(({ line }) => line));
  const kept = items.filter((_, index) => !given.has(index + 1));
  if (kept.length === 0) return refused({ kind: "too-few" });
  const whole = [...(joined?.suite.items ?? []), ...kept];
  const text = whole.map((item) => `${suiteLine(item)}\n`).join("");
  const suite = parseSuite("sealed", new TextEncoder().encode(text));
  if (!suite.ok) throw new Error("items that were read are not items when written");
  const seal =
    joined === undefined
      ? cutShards(suite.value, cutting)
      : addShards(joined.seal, suite.value, cutting.shard);
  if (queryShards(seal).length === 0) return refused({ kind: "too-few" });
  return accepted({ seal, text, suite: suite.value, dropped: leaks });
}

/** The custody as it is written beside the suite. */
export function renderSeal({ seal, suite }: Pick<SealPlan, "seal" | "suite">): string {
  const clusterOf = new Map(suite.items.map(({ id, cluster }) => [id, cluster]));
  const { ref, salt, shards } = seal;
  const rows = shards.map(({ name, role, digest, items }) => ({
    name,
    role,
    digest,
    clusters: new Set(items.map((id) => clusterOf.get(id))).size,
    items,
  }));
  const whole = { v: 1, kind: "omega-seal", ref, suite: seal.suite, salt, shards: rows };
  return `${JSON.stringify(whole, undefined, 1)}\n`;
}

function takenIds({ items, joined }: Sealing): readonly number[] {
  const known = new Set(joined?.suite.items.map(({ id }) => id));
  return items.flatMap(({ id }, index) => (known.has(id) ? [index + 1] : []));
}

function leaksIn({ items, shown, joined }: Sealing): readonly Leak[] {
  const files = joined === undefined ? shown : [...shown, { name: OWN, suite: joined.suite }];
  const lines = new Map(items.map((item, index) => [item, index + 1]));
  return files.flatMap(({ name, suite }) => {
    const places = new Map(suite.items.map((item, index) => [item, index + 1]));
    return repeatsOf(items, suite.items).map(([item, match]) => ({
      line: lines.get(item) ?? 0,
      file: name,
      at: places.get(match) ?? 0,
    }));
  });
}
