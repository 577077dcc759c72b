import type { Result } from "../../core/kernel/result.ts";
import type { SealedName, SealedRefusal, SealedSuites } from "../../ports/sealed-suites.ts";
import type { Reconciling } from "../reconcile/reconciling.ts";

type Opening = Pick<Reconciling, "repository" | "lease"> & {
  readonly ports: Pick<Reconciling["ports"], "sealedRepositories">;
  readonly pull: Pick<Reconciling["pull"], "number" | "author">;
};

/** Opens the suite for one pull request: nobody who had a hand in its commits may be able to read it. */
export async function openForAuthors(
  { ports, repository, lease, pull }: Opening,
  named: SealedName,
): Promise<Result<SealedSuites, SealedRefusal>> {
  const contributors = await repository.contributors(pull.number);
  const logins = contributors.flatMap(({ login }) => login ?? []);
  const place = { ...named, installation: lease.installation, governed: repository.id };
  return ports.sealedRepositories.open(place, [pull.author.login, ...logins]);
}
