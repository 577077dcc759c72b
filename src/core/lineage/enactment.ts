import type { Charter, SystemRules } from "../ir/charter.ts";
import type { TreeChange } from "../ir/snapshot.ts";
import { type Digest, digestOfJson, isDigest } from "../kernel/digest.ts";

/** A version that people approved, from which drift is measured again. */
export type Anchor = { readonly system: string; readonly version: Digest };

/** What an approved amendment brings about, beside its files, once it is merged. */
export type Enactment = {
  /** First versions: the whole of them was approved, so that nothing has drifted yet. */
  readonly introduced: readonly Anchor[];
  /** Versions in production that stewards approved by name. */
  readonly anchors: readonly Anchor[];
  /** Systems whose next epoch of tests begins. */
  readonly epochs: readonly string[];
};

const ANCHOR_PATH = /^\.omega\/anchors\/([^/]+)\/([0-9a-f]{64})\.md$/;

type Amending = {
  readonly charter: Charter;
  readonly proposed: Charter;
  readonly changes: readonly TreeChange[];
  readonly introduced: readonly Anchor[];
};

/**
 * An amendment covers a system when it says so itself: it introduces it, names a version of it, or
 * gives it another sealed suite. What it merely touches is not vouched for. The enemy is a harmless
 * line in the charter that would clear the drift, or the spent tests, of every system at once.
 */
export function enactmentOf(amending: Amending): Enactment {
  const { charter, proposed, introduced } = amending;
  const known = Object.keys(proposed.systems).filter((name) =>
    Object.hasOwn(charter.systems, name),
  );
  return {
    introduced,
    anchors: amending.changes.flatMap(namedAnchor).filter(({ system }) => known.includes(system)),
    epochs: known.filter((name) => opensEpoch(charter.systems[name], proposed.systems[name])),
  };
}

/** The name of the file is what counts: `.omega/anchors/<system>/<64 hex digits of the version>.md`. */
function namedAnchor({ path, after }: TreeChange): readonly Anchor[] {
  const [, system, hex] = ANCHOR_PATH.exec(path) ?? [];
  const version = `sha256:${hex ?? ""}`;
  return after !== undefined && system !== undefined && isDigest(version)
    ? [{ system, version }]
    : [];
}

/** Items that nobody has answered yet, or another promise over them; other rules leave it as it is. */
function opensEpoch(before: SystemRules | undefined, after: SystemRules | undefined): boolean {
  return digestOfEvidence(before) !== digestOfEvidence(after);
}

/** Where a suite lies is left out: moved elsewhere, its items are still those that were answered. */
function digestOfEvidence(rules: SystemRules | undefined): Digest {
  const { ref, shard } = rules?.suites.sealed ?? {};
  return digestOfJson([ref ?? null, shard ?? null, rules?.evidence.profile ?? null]);
}
