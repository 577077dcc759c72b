import type { Repository } from "../repositories/repository.ts";
import { loadObject } from "./objects.ts";

/** A commit id, a unique beginning of one, a branch, a tag or a full ref → commit id. */
export function resolveRevision(repository: Repository, revision: string): string | undefined {
  const { objects, refs } = repository;
  if (/^[0-9a-f]{40}$/.test(revision)) {
    return loadObject(objects, "commit", revision) === undefined ? undefined : revision;
  }
  const names = [revision, `refs/${revision}`, `refs/heads/${revision}`, `refs/tags/${revision}`];
  const named = names.map((name) => refs.get(name)).find((sha) => sha !== undefined);
  if (named !== undefined || !/^[0-9a-f]{7,39}$/.test(revision)) return named;
  const starts = [...objects].filter(
    ([id, object]) => object.kind === "commit" && id.startsWith(revision),
  );
  return starts.length === 1 ? starts[0]?.[0] : undefined;
}
