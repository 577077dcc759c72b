import { evaluationReport } from "../../core/evaluation/report-evaluation.ts";
import { offerOf, type Shard, shuffled } from "../../core/evaluation/shard.ts";
import type { SuiteName } from "../../core/evaluation/suite.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import { jsonOf } from "../../core/ir/json-of.ts";
import { parseSuite, type Suite, type SuiteItem } from "../../core/ir/parse-suite.ts";
import { type Digest, digestOfJson } from "../../core/kernel/digest.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Questions } from "./collect-cases.ts";

/** The suites of the base commit, as far as its tree holds them. */
export type ShownSuites = { readonly public?: Suite; readonly safety?: Suite };

/** Everything that may be asked, in order. */
export type Prepared = {
  readonly public: Questions;
  readonly safety?: Questions;
  readonly sealed?: SealedQuestions;
  readonly digests: Readonly<Partial<Record<SuiteName, Digest>>>;
};

export type SealedQuestions = {
  /** What a pair that has answered nothing is offered. */
  readonly questions: Questions;
  /** Lines that the suite has now. */
  readonly lines: number;
  /** The suite as it was when it had so many lines: it grows at its end. */
  shardAt(lines: number): Shard;
  /** Follows from those lines alone: nobody knows it who has not the suite. */
  secretAt(lines: number): Digest;
};

/** Puts the suites together, or says which one the charter names and nobody has. */
export async function prepareSuites(
  ports: Pick<Ports, "sealedSuites">,
  rules: SystemRules["suites"],
  shown: ShownSuites,
): Promise<Result<Prepared, GateReport>> {
  if (shown.public === undefined || isSafetyMissing(rules, shown)) {
    return refused(evaluationReport("no-data", "suite-missing"));
  }
  const sealed = await loadSealed(ports, rules.sealed);
  if (!sealed.ok) return sealed;
  // What the charter says of the public items holds for the sealed ones: one population, two piles.
  const unitOf = rules.public.cluster === undefined ? byItem : byCluster;
  const asked = {
    public: questionsOf(shown.public, unitOf),
    ...(shown.safety && { safety: questionsOf(shown.safety, byItem) }),
    ...(sealed.value && rules.sealed && { sealed: sealedOf(sealed.value, unitOf, rules.sealed) }),
  };
  const digests = {
    public: shown.public.digest,
    ...(shown.safety && { safety: shown.safety.digest }),
    ...(sealed.value && { sealed: sealed.value.digest }),
  };
  return accepted({ ...asked, digests });
}

/** What is wrong inside a sealed suite is not said: the place alone would tell of its contents. */
async function loadSealed(
  ports: Pick<Ports, "sealedSuites">,
  named: SystemRules["suites"]["sealed"],
): Promise<Result<Suite | undefined, GateReport>> {
  if (named === undefined) return accepted(undefined);
  const bytes = await ports.sealedSuites.load(named.ref);
  if (bytes === undefined) return refused(evaluationReport("no-data", "sealed-suite-missing"));
  const suite = parseSuite("sealed", bytes);
  return suite.ok ? suite : refused(evaluationReport("no-data", "suite-invalid"));
}

type UnitOf = Questions["unitOf"];

function questionsOf({ digest, items }: Suite, unitOf: UnitOf): Questions {
  return { digest, items: shuffled(items, digest), unitOf };
}

/** Shuffled by its name, which stays when the suite grows: what was asked stays what was asked. */
function sealedOf(
  { digest, items }: Suite,
  unitOf: UnitOf,
  { ref, shard: size }: NonNullable<SystemRules["suites"]["sealed"]>,
): SealedQuestions {
  const shardAt = (lines: number): Shard => ({
    items: shuffled(items.slice(0, lines), ref),
    unitOf,
    ...(size === undefined ? {} : { size }),
  });
  const lines = items.length;
  const offered = offerOf(shardAt(lines), new Set());
  const names = new Map(items.map((item) => [item.id, digestOfJson(jsonOf(item))]));
  const kept = { as: `sealed/${ref}`, names };
  const questions = { digest, items: offered, unitOf, kept };
  const secretAt = (lines: number): Digest => digestOfJson([...names.values()].slice(0, lines));
  return { questions, lines, shardAt, secretAt };
}

function isSafetyMissing(rules: SystemRules["suites"], { safety }: ShownSuites): boolean {
  return rules.safety !== undefined && safety === undefined;
}

function byCluster({ cluster }: SuiteItem): string {
  return cluster;
}

function byItem({ id }: SuiteItem): string {
  return id;
}
