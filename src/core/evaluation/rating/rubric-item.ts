import { z } from "zod";
import type { SuiteItem } from "../../ir/parse-suite.ts";

const text = z.string().min(1).max(20_000);
const rubric = z.string().min(1).max(4_000);

const asked = z.strictObject({ rubric });
const labelled = z.strictObject({ rubric, better: text, worse: text });

/** A pair of answers of which people said which is better. */
export type Label = z.output<typeof labelled>;

/** What a free-text answer to this item is compared by; nothing where the item expects something else. */
export function rubricOf({ expected }: SuiteItem): string | undefined {
  const read = asked.safeParse(expected);
  return read.success ? read.data.rubric : undefined;
}

export function labelOf({ expected }: SuiteItem): Label | undefined {
  const read = labelled.safeParse(expected);
  return read.success ? read.data : undefined;
}
