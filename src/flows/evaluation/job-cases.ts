import type { PairedRecord, RawRecords } from "../../core/evaluation/records.ts";
import { type JobResult, type JobSuite, measuresFrom } from "../../core/evaluation/job-results.ts";
import { compile } from "../../core/ir/compile.ts";
import { jsonOf } from "../../core/ir/json-of.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import { digestOfJson } from "../../core/kernel/digest.ts";
import type { CaseRecord } from "../../ports/store/evidence.ts";
import { type AskedSide, caseKey, keptPairs, type Questions } from "./collect-cases.ts";
import type { StoreWith } from "../../ports/store/store-with.ts";
import type { EvaluationRequest } from "./evaluating.ts";
import type { Prepared } from "./prepare-suites.ts";

type Asked = Pick<EvaluationRequest, "repositoryId" | "mutation" | "rules">;

/**
 * One version as a job answers for it. Its cases are the repository's own: what a job of another
 * repository said of the same bytes is worth nothing here.
 */
function sideOf({ repositoryId, rules }: Asked, version: SystemVersion): AskedSide {
  const runner = rules.runner === undefined ? null : jsonOf(rules.runner);
  return {
    artifact: compile(version).digest,
    models: [],
    command: digestOfJson({ runner, repository: repositoryId }),
  };
}

/** The cases that a job's answers make, or nothing where they answer another question. */
export function casesFrom(
  asked: Asked,
  prepared: Pick<Prepared, JobSuite>,
  results: readonly JobResult[],
): readonly CaseRecord[] | undefined {
  const { before, after } = asked.mutation;
  const records: CaseRecord[] = [];
  let known = 0;
  for (const suite of ["public", "safety"] as const) {
    for (const [side, version] of [
      ["baseline", before],
      ["candidate", after],
    ] as const) {
      const own = results.filter((one) => one.side === side && one.suite === suite);
      const questions = prepared[suite];
      const contract = version.system.contract.output;
      const measures = measuresFrom(own, { items: questions?.items ?? [], contract });
      if (measures === undefined) return undefined;
      known += own.length;
      if (questions !== undefined)
        records.push(...keyed(sideOf(asked, version), questions, measures));
    }
  }
  return known === results.length ? records : undefined;
}

function keyed(
  side: AskedSide,
  questions: Questions,
  measures: NonNullable<ReturnType<typeof measuresFrom>>,
): readonly CaseRecord[] {
  const suite = caseKey(questions, side);
  return [...measures].map(([item, record]) => ({ artifact: side.artifact, suite, item, record }));
}

/** What a job answered, as it was kept; nothing while anything of it is missing. */
export async function recordsOfJob({
  ports,
  request,
  prepared,
}: {
  readonly ports: { readonly store: StoreWith<"evidence"> };
  readonly request: Asked;
  readonly prepared: Pick<Prepared, JobSuite>;
}): Promise<RawRecords | undefined> {
  const { before, after } = request.mutation;
  const sides = { ports, baseline: sideOf(request, before), candidate: sideOf(request, after) };
  const shown = await keptPairs(sides, prepared.public);
  const none: readonly PairedRecord[] = [];
  const safety = prepared.safety === undefined ? none : await keptPairs(sides, prepared.safety);
  return shown && safety && { public: shown, safety, sealed: [] };
}
