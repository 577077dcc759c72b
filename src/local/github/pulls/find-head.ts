import { branchTip, type Repository } from "../repositories/repository.ts";
import type { World } from "../world.ts";

/** `branch` or `owner:branch`, where the owner's repository is of the same fork network. */
export function findHead(
  world: World,
  base: Repository,
  head: string,
): { readonly repository: Repository; readonly branch: string; readonly sha: string } | undefined {
  const colon = head.indexOf(":");
  const owner = colon < 0 ? base.owner.login : head.slice(0, colon);
  const branch = head.slice(colon + 1);
  const repository = [...world.repositories.values()].find(
    (one) => one.objects === base.objects && one.owner.login.toLowerCase() === owner.toLowerCase(),
  );
  const own = base.owner.login.toLowerCase() === owner.toLowerCase() ? base : repository;
  const sha = own && branchTip(own, branch);
  return own === undefined || sha === undefined ? undefined : { repository: own, branch, sha };
}
