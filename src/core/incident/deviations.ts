import type { Tree, TreeEntry } from "../ir/snapshot.ts";
import type { Guard, Owner } from "./guarded-paths.ts";
import { isLicensed, isSameRow, type Licence } from "./licence.ts";

/** A guarded path that is on the default branch in a form that nothing allowed. */
export type Deviation = {
  readonly path: string;
  /** Whose file it is; governance has none. */
  readonly system?: string;
  /** What stood there lawfully, if anything did. */
  readonly lawful?: TreeEntry;
  /** What stands there now; absent when it was removed. */
  readonly found?: TreeEntry;
};

export type Comparing = {
  /** The guarded rows as they last were lawful. */
  readonly lawful: Tree;
  readonly tip: Tree;
  readonly guard: Guard;
  readonly licences: readonly Licence[];
};

/**
 * Every guarded row that differs from the lawful one and was not approved, by path. Whether a
 * system's rows add up to a version that was promoted is for the caller to ask.
 */
export function deviationsOf({ lawful, tip, guard, licences }: Comparing): readonly Deviation[] {
  const paths = new Set([...lawful.keys(), ...tip.keys()]);
  return [...paths].sort().flatMap((path) => {
    const before = lawful.get(path);
    const found = tip.get(path);
    if (isSameRow(before, found) || isLicensed(licences, path, found)) return [];
    const owner = gravest([before, found], guard);
    if (owner === undefined || owner.kind === "inert") return [];
    return [
      {
        path,
        ...(owner.kind === "system" ? { system: owner.system } : {}),
        ...(before === undefined ? {} : { lawful: before }),
        ...(found === undefined ? {} : { found }),
      },
    ];
  });
}

/** A link in place of a README belongs to the system, though the README did not count. */
function gravest(rows: readonly (TreeEntry | undefined)[], guard: Guard): Owner | undefined {
  const owners = rows.flatMap((row) => (row && guard(row)) ?? []);
  return owners.find(({ kind }) => kind !== "inert") ?? owners[0];
}

/** The rows that are lawful from now on: the tip's, but for what deviates. */
export function lawfulRows(
  { lawful, tip, guard }: Omit<Comparing, "licences">,
  deviations: readonly Deviation[],
): Tree {
  const deviating = new Set(deviations.map(({ path }) => path));
  const kept = [...lawful.values()].filter(({ path }) => deviating.has(path));
  const taken = [...tip.values()].filter(
    (entry) => !deviating.has(entry.path) && guard(entry) !== undefined,
  );
  return new Map([...kept, ...taken].map((entry) => [entry.path, entry]));
}

/**
 * The base of comparison when a new charter guards more than the old one: what nobody guarded
 * before is taken as it stands, except where the approval of the new charter says what should.
 */
export function extendLawful(
  { lawful, tip, licences }: Omit<Comparing, "guard">,
  guards: { readonly before: Guard; readonly after: Guard },
): Tree {
  const gained = [...tip.values()].filter(
    (entry) => guards.before(entry) === undefined && guards.after(entry) !== undefined,
  );
  const expected = gained.flatMap((entry) => {
    const named = licences.flatMap(({ rows }) => rows.filter(({ path }) => path === entry.path));
    const [first] = named;
    return first === undefined ? entry : (first.entry ?? []);
  });
  return new Map([...lawful, ...expected.map((entry): [string, TreeEntry] => [entry.path, entry])]);
}
