import type { Sha } from "../kernel/ids.ts";
import type { Entry } from "./entry.ts";
import { textIn } from "./proposals.ts";

/** From each end of the record: an old clone has the first ones, a clone cut short the last. */
const MOST_OF_EACH = 10;

const COMMIT = /^[0-9a-f]{40}$/;

/** Commits of the default branch that a record names, by which its repository can be told. */
export function baseCommitsOf(entries: readonly Entry[]): readonly Sha[] {
  const named = entries
    .filter(({ source, kind }) => source === "app" && kind === "classification")
    .flatMap(({ body }) => [textIn(body["base_sha"]), textIn(body["tip_sha"])])
    .filter((text): text is Sha => COMMIT.test(text));
  const distinct = [...new Set(named)];
  return [...new Set([...distinct.slice(0, MOST_OF_EACH), ...distinct.slice(-MOST_OF_EACH)])];
}
