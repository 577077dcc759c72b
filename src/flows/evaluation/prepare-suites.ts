import { evaluationReport } from "../../core/evaluation/report-evaluation.ts";
import { shardOf } from "../../core/evaluation/shard.ts";
import type { SuiteName } from "../../core/evaluation/suite.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import { parseSuite, type Suite, type SuiteItem } from "../../core/ir/parse-suite.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Questions } from "./collect-cases.ts";

/** The suites of the base commit, as far as its tree holds them. */
export type ShownSuites = { readonly public?: Suite; readonly safety?: Suite };

/** Everything that will be asked, in order. */
export type Prepared = {
  readonly public: Questions;
  readonly safety?: Questions;
  readonly sealed?: Questions;
  readonly digests: Readonly<Partial<Record<SuiteName, Digest>>>;
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
    ...(sealed.value && { sealed: questionsOf(sealed.value, unitOf, rules.sealed?.shard) }),
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

function questionsOf(suite: Suite, unitOf: (item: SuiteItem) => string, shard?: number): Questions {
  return { digest: suite.digest, items: shardOf(suite, shard), unitOf };
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
