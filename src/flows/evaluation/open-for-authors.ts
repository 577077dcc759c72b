import { CommitsUnlisted } from "../../core/ir/commits-unlisted.ts";
import { refused, type Result } from "../../core/kernel/result.ts";
import type { SealedName, SealedRefusal, SealedSuites } from "../../ports/sealed-suites.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";

type Opening = {
  readonly lease: Pick<Reconciling["lease"], "installation">;
  readonly repository: Pick<Reconciling["repository"], "id" | "contributors">;
  readonly ports: Pick<Reconciling["ports"], "sealedRepositories">;
  readonly pull: Pick<Reconciling["pull"], "number" | "author">;
};

/** Opens the suite for one pull request: nobody who had a hand in its commits may be able to read it. */
export async function openForAuthors(
  { ports, lease, ...opening }: Opening,
  named: SealedName,
): Promise<Result<SealedSuites, SealedRefusal>> {
  const hands = await handsIn(opening);
  if (hands === "unlisted") return refused("sealed-readable-by-author");
  const place = { ...named, installation: lease.installation, governed: opening.repository.id };
  return ports.sealedRepositories.open(place, hands);
}

/** Unlisted ones are no fault that passes: another try would find as many commits. */
async function handsIn({
  repository,
  pull,
}: Pick<Opening, "repository" | "pull">): Promise<readonly string[] | "unlisted"> {
  try {
    const contributors = await repository.contributors(pull.number);
    return [pull.author.login, ...contributors.flatMap(({ login }) => login ?? [])];
  } catch (fault) {
    if (fault instanceof CommitsUnlisted) return "unlisted";
    throw fault;
  }
}
