import { z } from "zod";
import { parseJson } from "../../ir/parse-json.ts";
import type { Json } from "../../kernel/json.ts";
import type { PairedRecord } from "../records.ts";
import type { Arm, RatingCall } from "./plan-comparison.ts";

/** Of the candidate: better, worse, or not told apart. */
export type Preference = -1 | 0 | 1;

type Preferred = Arm | "neither";

const answerSchema = z.strictObject({ better: z.string().max(20) });

const MOST_CHARACTERS = 200;

/** Reads an answer strictly, or not at all: a model repeats what it was told. */
export function parsePreferred(text: string, names: RatingCall["names"]): Preferred | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  const json = parseJson("answer", new TextEncoder().encode(text));
  const read = json.ok ? answerSchema.safeParse(json.value.value) : undefined;
  const better = read?.data?.better;
  if (better === "neither") return "neither";
  if (better === names.baseline) return "baseline";
  return better === names.candidate ? "candidate" : undefined;
}

/** Only what was said in both orders counts: a rater that prefers a place says nothing of the answers. */
export function preferenceOf(first: Preferred, second: Preferred): Preference {
  if (first !== second || first === "neither") return 0;
  return first === "candidate" ? 1 : -1;
}

const kept = z.strictObject({ preference: z.union([z.literal(-1), z.literal(0), z.literal(1)]) });

/** As it was kept; anything else is no preference, and the pair is compared again. */
export function parsePreference(record: Json): Preference | undefined {
  const read = kept.safeParse(record);
  return read.success ? read.data.preference : undefined;
}

/** A preference as a pair of answers, so that it is tested and replayed like any other. */
export function ratedPair(
  { id, unit }: { readonly id: string; readonly unit: string },
  preference: Preference,
): PairedRecord {
  const side = { violation: 0, cost: 0, milliseconds: 0, failed: false } as const;
  return {
    item: id,
    unit,
    baseline: { ...side, correct: preference === -1 ? 1 : 0 },
    candidate: { ...side, correct: preference === 1 ? 1 : 0 },
  };
}
