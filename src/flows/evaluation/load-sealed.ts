import { itemsOf, parseSeal } from "../../core/custody/parse-seal.ts";
import { queryShards } from "../../core/custody/seal.ts";
import { MOST_WORDS } from "../../core/custody/shard-use.ts";
import { takeShard } from "../../core/custody/take-shard.ts";
import { evaluationReport } from "../../core/evaluation/report-evaluation.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { AskedItem } from "../../core/evaluation/epochs.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import { parseSuite, type Suite } from "../../core/ir/parse-suite.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { SealedName, SealedRefusal, SealedSuites } from "../../ports/sealed-suites.ts";
import type { Pair } from "../../ports/store/evidence.ts";
import type { StoreWith } from "../../ports/store/store-with.ts";

/** As much of a sealed suite as one pair may be asked. */
export type SealedShard = Suite & {
  /** How many words it may say; without custody they are counted and nothing follows. */
  readonly limit?: number;
  /** True when the pair has had a word of it, and so cannot go on elsewhere. */
  readonly isOwn: boolean;
  /** By shard, items that a second measuring may take. */
  readonly spare: readonly SpareShard[];
};

export type SpareShard = { readonly digest: Digest; readonly items: readonly AskedItem[] };

export type SealedPorts = {
  readonly sealedSuites: SealedSuites;
  readonly store: StoreWith<"custody">;
};

/** Opens the private repository that a charter names. */
export type OpenSealed = (named: SealedName) => Promise<Result<SealedSuites, SealedRefusal>>;

type Sealed = NonNullable<SystemRules["suites"]["sealed"]>;

/** Where the suite lies: in the app's own directory, unless the charter names a private repository. */
export async function homeOf(
  { sealedSuites }: Pick<SealedPorts, "sealedSuites">,
  { ref, repository }: Sealed,
  openSealed: OpenSealed | undefined,
): Promise<Result<SealedSuites, GateReport>> {
  if (repository === undefined || openSealed === undefined) return accepted(sealedSuites);
  const opened = await openSealed({ repository, ref });
  return opened.ok ? opened : refused(evaluationReport("no-data", opened.refusal));
}

/**
 * The part of a sealed suite that this pair is asked: the shard that custody gives it, or the whole
 * suite where nobody has split it. What is wrong inside is not said: the place alone would tell of
 * its contents.
 */
export async function loadSealed(
  { sealedSuites, store }: SealedPorts,
  ref: string,
  pair: Pair,
): Promise<Result<SealedShard, GateReport>> {
  const bytes = await sealedSuites.load(ref);
  if (bytes === undefined) return refused(evaluationReport("no-data", "sealed-suite-missing"));
  const suite = parseSuite("sealed", bytes);
  if (!suite.ok) return refused(evaluationReport("no-data", "suite-invalid"));
  const sealBytes = await sealedSuites.loadSeal?.(ref);
  if (sealBytes === undefined) return accepted({ ...suite.value, isOwn: true, spare: [] });
  const seal = parseSeal(sealBytes, suite.value);
  if (!seal.ok) return refused(evaluationReport("no-data", "suite-invalid"));
  const shards = queryShards(seal.value).map(({ digest }) => digest);
  const uses = await store.transact((tx) => tx.custody.uses(shards, pair));
  const taken = takeShard(seal.value, uses);
  if (taken === undefined) return refused(evaluationReport("no-data", "sealed-suite-spent"));
  const { active, isOwn, spare } = taken;
  const itemsIn = (shard: typeof active): SpareShard => ({
    digest: shard.digest,
    items: itemsOf(shard, suite.value),
  });
  return accepted({ ...itemsIn(active), isOwn, limit: MOST_WORDS, spare: spare.map(itemsIn) });
}
