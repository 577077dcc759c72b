import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type TextRule, textRules } from "../../core/ir/text-rule.ts";
import type { JsonObject } from "../../core/kernel/json.ts";

const fields = z.record(z.string(), z.json());

const line = z
  .object({
    id: z.string().min(1),
    input: fields,
    expected: fields.optional(),
    requires: textRules.optional(),
    forbid: fields.optional(),
  })
  .refine(({ expected, requires }) => expected !== undefined || requires !== undefined);

/** What one live user asks, and what would have helped them. */
export type LiveItem = {
  readonly id: string;
  readonly input: JsonObject;
  readonly expected?: JsonObject;
  readonly requires?: readonly TextRule[];
  /** What must never be answered to it, where the file says so. */
  readonly forbid: JsonObject;
};

/**
 * Reads a JSONL file, or every one of a folder, and mixes the lines: a file is often sorted by
 * channel, and a stage must not see one channel first. The mix is the same on every run.
 */
export async function readLiveItems(place: string): Promise<readonly LiveItem[]> {
  const paths = place.endsWith(".jsonl") ? [place] : await filesIn(place);
  const texts = await Promise.all(paths.map((path) => readFile(path, "utf8")));
  const lines = texts.flatMap((text) => text.split("\n")).filter((text) => text.trim() !== "");
  const items = lines.map((text) => {
    const { id, input, expected, requires, forbid = {} } = line.parse(JSON.parse(text));
    const wanted = { ...(expected && { expected }), ...(requires && { requires }) };
    return { id, input, forbid, ...wanted };
  });
  if (items.length === 0) throw new Error(`no live items in ${place}`);
  return shuffled(items);
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name.endsWith(".jsonl"))
    .sort()
    .map((name) => join(folder, name));
}

/** Fisher and Yates, with a small generator of its own so that two runs meet the same order. */
function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  const mixed = [...items];
  let seed = 2_463_534_242;
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const [chosen] = mixed.splice(seed % (last + 1), 1);
    if (chosen !== undefined) mixed.push(chosen);
  }
  return mixed;
}
