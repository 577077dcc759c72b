import { compile } from "../../core/ir/compile.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import type { RegisteredVersion } from "../../ports/store/versions.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { GatheredChange } from "../reading/gather-change.ts";

type Registry = Pick<Transaction, "artifacts" | "versions">;

type Read = Pick<RegisteredVersion, "repositoryId" | "at"> &
  Pick<GatheredChange, "change"> & { readonly rules?: SystemRules | undefined };

/**
 * Keeps both sides of a mutation in the registry, so that whatever a ledger names can be fetched
 * and compared for as long as the ledger lasts, whatever becomes of the branch.
 */
export async function registerVersions(
  tx: Registry,
  { repositoryId, at, change, rules }: Read,
): Promise<void> {
  const { mutation } = change;
  if (mutation === undefined || rules === undefined) return;
  const { system, before, after } = mutation;
  const met = { repositoryId, system, tiers: rules.tiers, at };
  await registerVersion(tx, before, { ...met, commit: change.base.commit });
  await registerVersion(tx, after, {
    ...met,
    commit: change.head.commit,
    ...(before.digest === after.digest ? {} : { parent: before.digest }),
  });
}

type Met = Omit<RegisteredVersion, "version" | "artifact" | "path" | "positions">;

/** A version that was read elsewhere than in a mutation, and how it was met. */
export type MetVersion = { readonly version: SystemVersion } & Omit<Met, "repositoryId" | "at">;

/** Keeps what an introduction brings, or what stands on the default branch, in the registry as well. */
export async function registerMet(
  tx: Registry,
  { repositoryId, at }: Pick<Met, "repositoryId" | "at">,
  versions: readonly MetVersion[],
): Promise<void> {
  for (const { version, ...met } of versions) {
    await registerVersion(tx, version, { ...met, repositoryId, at });
  }
}

async function registerVersion(tx: Registry, version: SystemVersion, met: Met): Promise<void> {
  const { digest: artifact, text } = compile(version);
  await tx.artifacts.save(artifact, text);
  const { digest, root: path, positions } = version;
  await tx.versions.register({
    ...met,
    version: digest,
    artifact,
    path,
    positions: [...positions],
  });
}
