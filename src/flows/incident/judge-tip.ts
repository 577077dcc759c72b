import { type Comparing, type Deviation, deviationsOf } from "../../core/incident/deviations.ts";
import { extendLawful, lawfulRows } from "../../core/incident/deviations.ts";
import { guardOf } from "../../core/incident/guarded-paths.ts";
import { isSameRow } from "../../core/incident/licence.ts";
import { type Charter, CHARTER_PATH } from "../../core/ir/charter.ts";
import { kindIn, type SystemPlace } from "../../core/ir/system-place.ts";
import type { Tree } from "../../core/ir/snapshot.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import type { Repository } from "../../ports/forge.ts";
import type { Transaction } from "../../ports/store/store.ts";
import type { Watching } from "../reconcile/branch-desk.ts";
import { readCharter } from "../reading/lawful-charter.ts";
import { readVersionAt } from "./read-version-at.ts";

export type Judging = Omit<Comparing, "guard"> & {
  readonly charter: Charter;
  readonly commit: Sha;
};

export type Judged = { readonly deviations: readonly Deviation[]; readonly rows: Tree };

/** What of the tip is there lawfully, and what is not. */
export async function judgeTip(watching: Watching, judging: Judging): Promise<Judged> {
  const { charter, tip, lawful } = judging;
  const comparing = { ...judging, guard: guardOf(charter) };
  const found = deviationsOf(comparing);
  const deviations = await withoutLawfulVersions(watching, judging, found);
  const rows = lawfulRows(comparing, deviations);
  const isCharterNew =
    !isSameRow(lawful.get(CHARTER_PATH), tip.get(CHARTER_PATH)) &&
    !deviations.some(({ path }) => path === CHARTER_PATH);
  const next = isCharterNew
    ? await readCharter(watching.repository, tip.get(CHARTER_PATH))
    : undefined;
  if (next === undefined) return { deviations, rows };
  const guards = { before: comparing.guard, after: guardOf(next) };
  const wider = extendLawful({ ...judging, lawful: rows }, guards);
  const beyond = { ...judging, lawful: wider, guard: guards.after };
  const known = new Set(deviations.map(({ path }) => path));
  const more = deviationsOf(beyond).filter(({ path }) => !known.has(path));
  const all = [...deviations, ...more];
  return { deviations: all, rows: lawfulRows(beyond, all) };
}

/** Rows that differ only in form, or that make up a version which was promoted, are lawful. */
async function withoutLawfulVersions(
  watching: Watching,
  judging: Judging,
  deviations: readonly Deviation[],
): Promise<readonly Deviation[]> {
  const systems = [...new Set(deviations.flatMap(({ system }) => system ?? []))];
  const lawful = new Set<string>();
  for (const system of systems) {
    const place = judging.charter.systems[system];
    const isWhole = deviations
      .filter((one) => one.system === system)
      .every(({ path }) => isInside(place, path));
    if (isWhole && (await isLawfulVersion(watching, judging, system))) lawful.add(system);
  }
  return deviations.filter(({ system }) => system === undefined || !lawful.has(system));
}

function isInside(place: SystemPlace | undefined, path: string): boolean {
  if (place === undefined) return false;
  return path.startsWith(`${place.path}/`) || kindIn(place, path) !== undefined;
}

async function isLawfulVersion(
  { ports, repository }: Watching,
  judging: Judging,
  system: string,
): Promise<boolean> {
  const versionOf = async (tree: Tree): Promise<Digest | undefined> =>
    (await readVersionAt(repository, { ...judging, system, tree }))?.digest;
  const found = await versionOf(judging.tip);
  if (found === undefined) return false;
  const promoted = await ports.store.transact((tx) => promotedVersions(tx, repository, system));
  if (promoted.includes(found)) return true;
  return found === (await versionOf(judging.lawful));
}

/**
 * What production runs by a promotion, and what is being merged for one. A pointer that was merely
 * adopted from the branch proves nothing about the branch.
 */
async function promotedVersions(
  tx: Transaction,
  { id }: Repository,
  system: string,
): Promise<readonly Digest[]> {
  const pointer = await tx.systems.pointer(id, system);
  const edges = pointer === undefined ? [] : await tx.systems.lineage(id, pointer.version);
  const wasPromoted = edges.some(
    (edge) => edge.version === pointer?.version && edge.pull !== undefined,
  );
  const active = await tx.rollouts.active(id, system);
  return [
    ...(pointer !== undefined && wasPromoted ? [pointer.version] : []),
    ...(active?.state === "promoting" ? [active.after] : []),
  ];
}
