import { z } from "zod";
import { sha, type Sha } from "../../core/kernel/ids.ts";
import type { Lru } from "./lru.ts";

/** GitHub tells of no more changed files in a comparison, and does not say whether there are any. */
const MOST_FILES = 300;

/** An answer without them, or with others than these, is as good as one that was cut. */
export const changedFilesSchema = z
  .array(
    z.object({
      filename: z.string(),
      previous_filename: z.string().optional(),
      status: z.string(),
      sha: z
        .string()
        .regex(/^[0-9a-f]{40}$/)
        .transform(sha),
    }),
  )
  .optional()
  .catch(undefined);

export type ChangedFiles = NonNullable<z.infer<typeof changedFilesSchema>>;
export type ChangedFile = ChangedFiles[number];

/** How a commit differs from one before it, as GitHub lists it, and the name of its whole tree. */
export type Sketch = {
  readonly from: Sha;
  readonly root: string;
  readonly files: ChangedFiles | undefined;
};

export function keepSketch(sketches: Lru<Sketch>, commit: Sha, sketch: Sketch): void {
  const count = sketch.files?.length ?? MOST_FILES;
  if (count < MOST_FILES) sketches.set(commit, sketch, count + 1);
}
