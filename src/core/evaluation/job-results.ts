import { z } from "zod";
import type { RunResult } from "../ir/artifact.ts";
import { checkAgainst } from "../ir/json-schema.ts";
import type { Json } from "../kernel/json.ts";
import { type AskedItem, epochId } from "./epochs.ts";
import { measureAnswer } from "./measure-answer.ts";
import type { Measure } from "./records.ts";

const SIDES = ["baseline", "candidate"] as const;
const JOB_SUITES = ["public", "safety"] as const;

export type JobSuite = (typeof JOB_SUITES)[number];

/** Rows of one submission: two versions on suites that a job gets through in its time. */
const MOST_RESULTS = 20_000;

const result = z.strictObject({
  side: z.enum(SIDES),
  suite: z.enum(JOB_SUITES),
  item: z.string().min(1).max(200),
  /** Which time the item was asked, where it is asked more than once. */
  epoch: z.number().int().min(1).max(10).default(1),
  /** Absent: the version gave no answer. */
  output: z.record(z.string(), z.json()).optional(),
  milliseconds: z.number().min(0).max(86_400_000).default(0),
});

/** What a job submits: answers, never marks. The marking is done here, by the base's suites. */
export const jobResults = z.array(result).max(MOST_RESULTS);

export type JobResult = z.infer<typeof result>;

/**
 * The measures of one version on one suite. An item without an answer that its contract allows is a failed case; an answer to
 * what was not asked, or a second one, makes the whole worth nothing: then nothing is returned.
 */
export function measuresFrom(
  results: readonly JobResult[],
  { items, contract }: { readonly items: readonly AskedItem[]; readonly contract: Json },
): ReadonlyMap<string, Measure> | undefined {
  const answers = new Map(results.map((one) => [epochId(one.item, one.epoch), one]));
  const asked = new Set(items.map(({ id }) => id));
  if (answers.size !== results.length) return undefined;
  if (results.some(({ item, epoch }) => !asked.has(epochId(item, epoch)))) return undefined;
  return new Map(
    items.map((item) => [item.id, measureAnswer(item, runOf(answers.get(item.id), contract))]),
  );
}

function runOf(answer: JobResult | undefined, contract: Json): RunResult {
  const usage = { steps: 1, toolCalls: 0, milliseconds: answer?.milliseconds ?? 0 };
  if (answer?.output === undefined) {
    return { kind: "failed", why: "command-failed", detail: "no answer", usage };
  }
  const [violation] = checkAgainst(contract, answer.output);
  return violation === undefined
    ? { kind: "answered", output: answer.output, usage }
    : { kind: "failed", why: "output-refused", detail: violation.keyword, usage };
}
