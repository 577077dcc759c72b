import { type Digest, digestOf, digestOfJson } from "../../core/kernel/digest.ts";
import type { PullRequest } from "../../ports/forge.ts";

/**
 * What can be compared without reading a tree: whoever remembers it sees from a list of pull requests
 * which of them changed. The body counts: it carries the objective.
 */
export function glanceOf(pull: PullRequest): Digest {
  return digestOfJson({
    head: pull.headSha,
    base: pull.baseSha,
    branch: pull.baseRef,
    body: digestOf(pull.body),
    draft: pull.isDraft,
  });
}
