import { z } from "zod";
import { sha, type Sha } from "../../core/kernel/ids.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import type { SealedName, SealedRefusal, SealedSuites } from "../../ports/sealed-suites.ts";
import {
  MOST_SEALED_BYTES,
  type SealedFile,
  sealedFileName,
} from "../../core/custody/sealed-files.ts";
import type { Lru } from "./lru.ts";
import { readBlob } from "./read-blob.ts";
import { readBranchTip } from "./read-branch.ts";
import type { Named } from "./read-secrecy.ts";

const PLAIN_MODES = ["100644", "100755"];

const rowSchema = z.object({
  path: z.string(),
  mode: z.string(),
  sha: z.string(),
  size: z.number().optional(),
});
const listingSchema = z.object({ truncated: z.boolean(), tree: z.array(rowSchema) });
type Row = z.infer<typeof rowSchema>;

export type Shelf = Named & { readonly blobs: Lru<Uint8Array> };

/**
 * A suite and its custody from the root of a branch. Links and submodules are refused, the same for
 * the custody: without it the whole suite would be asked, its audit shard too.
 */
export async function readSealedFiles(
  shelf: Shelf,
  { ref }: Pick<SealedName, "ref">,
  branch: string,
): Promise<Result<SealedSuites, SealedRefusal>> {
  const tip = await readBranchTip(shelf, branch);
  const rows = tip === undefined ? [] : await rootOf(shelf, tip);
  if (rows === undefined) return refused("sealed-repository-unreadable");
  const suite = await readFile(shelf, rows, sealedFileName(ref, "suite"));
  const seal = await readFile(shelf, rows, sealedFileName(ref, "seal"));
  if (suite === "unusable" || seal === "unusable") return refused("suite-invalid");
  const held: Readonly<Record<SealedFile, Uint8Array | undefined>> = { suite, seal };
  const load = (asked: string, file: SealedFile): Promise<Uint8Array | undefined> =>
    Promise.resolve(asked === ref ? held[file] : undefined);
  return accepted({
    load: (asked) => load(asked, "suite"),
    loadSeal: (asked) => load(asked, "seal"),
  });
}

/** What lies in the root; nothing where GitHub cuts the listing, which may hide the custody. */
async function rootOf({ octokit, name }: Named, commit: Sha): Promise<readonly Row[] | undefined> {
  const answer = await octokit.rest.git.getTree({ ...name, tree_sha: commit });
  const { truncated, tree } = listingSchema.parse(answer.data);
  return truncated ? undefined : tree;
}

async function readFile(
  { octokit, name, blobs }: Shelf,
  rows: readonly Row[],
  file: string | undefined,
): Promise<Uint8Array | "unusable" | undefined> {
  const row = rows.find(({ path }) => path === file);
  if (row === undefined) return undefined;
  const size = row.size ?? Number.POSITIVE_INFINITY;
  if (!PLAIN_MODES.includes(row.mode) || size > MOST_SEALED_BYTES) return "unusable";
  return readBlob({ octokit, name, cache: { blobs } }, sha(row.sha));
}
