import { itemsOf, parseSeal } from "../../core/custody/parse-seal.ts";
import { parseSuite, type Suite, type SuiteItem } from "../../core/ir/parse-suite.ts";
import type { Evaluation } from "../../core/evaluation/evaluation.ts";
import type { Finding } from "../../core/gate/finding.ts";
import type { SystemRules } from "../../core/ir/charter.ts";
import type { Claim } from "../../core/ir/mutation.ts";
import { normaliseMutation } from "../../core/ir/normalise-mutation.ts";
import { readSystem } from "../../core/ir/read-system.ts";
import type { SystemVersion } from "../../core/ir/system.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import { instant } from "../../core/kernel/instant.ts";
import { accepted, refused, type Result } from "../../core/kernel/result.ts";
import { NO_REPLAY } from "../../core/ledger/replay-spends.ts";
import type { GitObjects } from "../../ports/git-objects.ts";
import type { Sandbox } from "../../ports/sandbox.ts";
import type { SealedSuites } from "../../ports/sealed-suites.ts";
import { evaluateMutation } from "../evaluation/evaluate-mutation.ts";
import type { ShownSuites } from "../evaluation/prepare-suites.ts";
import { loadSnapshot } from "../reading/load-snapshot.ts";
import {
  loadSystem,
  type Located,
  locateSystem,
  type NotLocated,
} from "../reading/locate-system.ts";
import { openReplayedStore } from "./replayed-store.ts";

type Versions = {
  readonly base: Sha;
  readonly head: Sha;
  readonly system?: string;
  readonly objective: NonNullable<Claim["objective"]>;
};

export type EvalPorts = {
  readonly objects: GitObjects;
  readonly sandbox: Sandbox;
  /** Absent where only what everybody may read is asked. */
  readonly sealedSuites?: SealedSuites;
};

/** Which part of a sealed suite is asked: what gates may ask, or what they never may. */
type SealedPart = "query" | "audit";

export type Evaluated = {
  readonly system: string;
  readonly rules: SystemRules;
  readonly before: SystemVersion;
  readonly after: SystemVersion;
  readonly evaluation: Evaluation;
};

export type NotEvaluated =
  | NotLocated
  | { readonly kind: "ungoverned"; readonly system: string }
  | { readonly kind: "unreadable"; readonly findings: readonly Finding[] }
  | { readonly kind: "audit-missing"; readonly ref: string };

export type Evaluating = Versions & {
  readonly part: SealedPart;
  onProgress(done: number, total: number): void;
};

/**
 * Compares two versions of one system as the evaluation gate does, by the charter and the suites of
 * the earlier commit. Nothing of it is counted anywhere: an epoch's first test, by nobody.
 */
export async function evalVersions(
  { objects, sandbox, sealedSuites }: EvalPorts,
  asked: Evaluating,
): Promise<Result<Evaluated, NotEvaluated>> {
  const located = await locateSystem(objects, asked.base, asked.system);
  if (!located.ok) return located;
  const { name: system, rules } = located.value;
  if (rules === undefined) return refused({ kind: "ungoverned", system });
  const versions = await readBoth(objects, asked, located.value);
  if (!versions.ok) return versions;
  const home = sealedSuites && (await openPart(sealedSuites, rules, asked.part));
  if (home?.ok === false) return home;
  const sides = { system, rules, ...versions.value };
  const claim = { hypothesis: "", objective: asked.objective };
  const yes = (): Promise<boolean> => Promise.resolve(true);
  const evaluation = await evaluateMutation(
    {
      sandbox,
      store: openReplayedStore(NO_REPLAY),
      sealedSuites: home?.value ?? { load: () => Promise.resolve(undefined) },
      clock: { now: () => instant(0) },
    },
    {
      repositoryId: 0,
      mutation: normaliseMutation({ ...sides, claim }),
      rules: home === undefined ? withoutSealed(rules) : rules,
      suites: await shownAt(objects, asked.base, rules),
      isCurrent: yes,
      reservePairs: yes,
      onProgress: ({ done, total }) => asked.onProgress(done, total),
    },
  );
  return accepted({ ...sides, evaluation });
}

function withoutSealed(rules: SystemRules): SystemRules {
  const { sealed: _, ...suites } = rules.suites;
  return { ...rules, suites };
}

async function readBoth(
  objects: GitObjects,
  { base, head }: Versions,
  located: Located,
): Promise<Result<Pick<Evaluated, "before" | "after">, NotEvaluated>> {
  const before = await readAt(objects, base, located);
  const after = await readAt(objects, head, located);
  if (before.ok && after.ok) return accepted({ before: before.value, after: after.value });
  const findings = [before, after].flatMap((side) => (side.ok ? [] : side.refusal));
  return refused({ kind: "unreadable", findings });
}

async function readAt(
  objects: GitObjects,
  commit: Sha,
  located: Located,
): Promise<Result<SystemVersion, readonly Finding[]>> {
  const { name, root, rules } = located;
  const snapshot = await loadSystem(objects, commit, located);
  return readSystem({ name, root, format: rules?.format, snapshot });
}

async function shownAt(
  objects: GitObjects,
  commit: Sha,
  { path, suites }: SystemRules,
): Promise<ShownSuites> {
  const tree = await objects.tree(commit);
  const load = async (dataset: string | undefined): Promise<Suite | undefined> => {
    const file = `${path}/${dataset ?? ""}`;
    const entry = tree.get(file);
    if (dataset === undefined || entry === undefined) return undefined;
    const { blobs } = await loadSnapshot(objects, commit, { tree, paths: [file] });
    const bytes = blobs.get(entry.sha);
    const suite = bytes && parseSuite(file, bytes);
    return suite?.ok === true ? suite.value : undefined;
  };
  const shown = await load(suites.public.dataset);
  const safety = await load(suites.safety?.dataset);
  return {
    ...(shown === undefined ? {} : { public: shown }),
    ...(safety === undefined ? {} : { safety }),
  };
}

/** One part of a suite in custody, as a suite of its own. One that was never split has no audit. */
async function openPart(
  home: SealedSuites,
  { suites }: SystemRules,
  part: SealedPart,
): Promise<Result<SealedSuites, NotEvaluated>> {
  const ref = suites.sealed?.ref ?? "";
  const items = await itemsOfPart(home, ref, part);
  if (items === undefined) {
    // What is missing or broken is told by the gate's own words.
    return part === "audit" ? refused({ kind: "audit-missing", ref }) : accepted(home);
  }
  const text = items.map((item) => `${JSON.stringify(item)}\n`).join("");
  return accepted({ load: () => Promise.resolve(new TextEncoder().encode(text)) });
}

async function itemsOfPart(
  home: SealedSuites,
  ref: string,
  part: SealedPart,
): Promise<readonly SuiteItem[] | undefined> {
  const bytes = await home.load(ref);
  const sealBytes = await home.loadSeal?.(ref);
  const suite = bytes && parseSuite("sealed", bytes);
  if (suite?.ok !== true || sealBytes === undefined) return undefined;
  const seal = parseSeal(sealBytes, suite.value);
  if (!seal.ok) return undefined;
  const shards = seal.value.shards.filter(({ role }) => role === part);
  return shards.length === 0 ? undefined : shards.flatMap((shard) => itemsOf(shard, suite.value));
}
