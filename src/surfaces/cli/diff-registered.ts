import type { Command } from "commander";
import { z } from "zod";
import type { Edit } from "../../core/ir/change-set.ts";
import { MUTATION_CLASSES } from "../../core/ir/mutation.ts";
import { TIERS } from "../../core/ir/tier.ts";
import { type Digest, isDigest } from "../../core/kernel/digest.ts";
import { visible } from "../../core/prose/escape.ts";
import type { CommitDiff } from "../../flows/clone/diff-commits.ts";
import { askApp, type AskedApp } from "./ask-app.ts";

const digest = z.string().refine(isDigest);

const edit = z
  .strictObject({
    pointer: z.string(),
    kind: z.enum(["add", "remove", "replace"]),
    before: z.json(),
    after: z.json(),
    path: z.string(),
    line: z.int(),
    tier: z.enum(TIERS),
    widening: z.boolean(),
  })
  .transform(({ before, after, ...rest }): Edit => {
    const { kind } = rest;
    return {
      ...rest,
      column: 1,
      ...(kind === "add" ? {} : { before }),
      ...(kind === "remove" ? {} : { after }),
    };
  });

const answerSchema = z.object({
  system: z.string(),
  from: digest,
  to: digest,
  class: z.enum(MUTATION_CLASSES).nullable(),
  edits: z.array(edit),
});

/** What lies between two versions in the registry of a running app, whatever became of their commits. */
export async function diffRegistered(
  app: AskedApp,
  versions: { readonly from: string; readonly to: string },
  command: Command,
): Promise<Extract<CommitDiff, { kind: "diff" }>> {
  const from = digestNamed(versions.from, command);
  const to = digestNamed(versions.to, command);
  const url = new URL(`/api/v1/ir/${from}/diff/${to}`, app.url);
  url.searchParams.set("repository_id", String(app.repositoryId));
  const headers = { authorization: `Bearer ${app.token}` };
  const answer = await askApp(url, { headers }, command);
  const text = await answer.text();
  if (!answer.ok) {
    const exitCode = answer.status < 500 ? 1 : 70;
    return command.error(`the app answered ${answer.status}: ${visible(text)}`, { exitCode });
  }
  const { class: mutationClass, edits, ...rest } = answerSchema.parse(JSON.parse(text));
  return {
    kind: "diff",
    ...rest,
    changes: { edits },
    isGoverned: true,
    ...(mutationClass === null ? {} : { mutationClass }),
  };
}

/** People copy digests with and without the name of their hash. */
function digestNamed(text: string, command: Command): Digest {
  const named = text.startsWith("sha256:") ? text : `sha256:${text}`;
  if (isDigest(named)) return named;
  return command.error(
    `"${visible(text)}" is no version of the registry; with --url name two digests (sha256:…)`,
    { exitCode: 64 },
  );
}
