import { barOf } from "../../core/decision/thresholds.ts";
import { minimumDetectableEffect } from "../../core/evaluation/statistics/minimum-detectable-effect.ts";
import { type Charter, CHARTER_PATH, type SystemRules } from "../../core/ir/charter.ts";
import { parseCharter } from "../../core/ir/parse-charter.ts";
import { parseSuite } from "../../core/ir/parse-suite.ts";
import { readSystem } from "../../core/ir/read-system.ts";
import type { Snapshot, Tree } from "../../core/ir/snapshot.ts";
import { wantedPaths } from "../../core/ir/wanted-paths.ts";
import type { Sha } from "../../core/kernel/ids.ts";
import type { SetUpLine } from "../../core/prose/set-up.ts";
import type { GitObjects } from "../../ports/git-objects.ts";
import type { SealedSuites } from "../../ports/sealed-suites.ts";
import { loadSnapshot } from "../reading/load-snapshot.ts";

const OWNERS = ["CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS"];
const TEMPLATES = [".github/pull_request_template.md", ".github/PULL_REQUEST_TEMPLATE.md"];

/** An effect of ten points, which is what the profiles' item counts are stated for. */
const TEN_POINTS = 0.1;

type Examined = {
  readonly objects: GitObjects;
  /** Absent where nobody said where sealed suites lie. */
  readonly sealedSuites?: SealedSuites;
};

/** What a repository still lacks before the app can govern it, line by line, read at one commit. */
export async function examineClone(
  { objects, sealedSuites }: Examined,
  commit: Sha,
): Promise<readonly SetUpLine[]> {
  const tree = await objects.tree(commit);
  const files = await loadSnapshot(objects, commit, {
    tree,
    paths: [CHARTER_PATH, ...OWNERS, ...TEMPLATES],
  });
  const bytes = bytesOf(files, CHARTER_PATH);
  if (bytes === undefined)
    return [{ check: "charter", state: "fail", facts: { problem: "missing" } }];
  const parsed = parseCharter(CHARTER_PATH, bytes);
  if (!parsed.ok) {
    const line = String(parsed.refusal[0]?.place?.line ?? 1);
    return [{ check: "charter", state: "fail", facts: { problem: "invalid", line } }];
  }
  const { charter } = parsed.value;
  const names = Object.keys(charter.systems);
  const snapshot = await loadSnapshot(objects, commit, {
    tree,
    paths: wantedPaths(charter, names, tree),
  });
  const lines: SetUpLine[] = [
    { check: "charter", state: "ok", facts: { systems: String(names.length), mode: charter.mode } },
    ownersLine(files),
    templateLine(files),
    ...workflowLines(charter, tree),
  ];
  for (const [name, rules] of Object.entries(charter.systems)) {
    lines.push(...(await systemLines({ name, rules, snapshot, sealedSuites })));
  }
  return lines;
}

function ownersLine(files: Snapshot): SetUpLine {
  const texts = OWNERS.flatMap((path) => textOf(files, path) ?? []);
  if (texts.length === 0) return { check: "owners", state: "warn", facts: { problem: "missing" } };
  const isCovered = texts.some((text) => /^\s*(\*|\/?\.omega)/m.test(text));
  const facts = isCovered ? {} : { problem: "uncovered" };
  return { check: "owners", state: isCovered ? "ok" : "warn", facts };
}

function templateLine(files: Snapshot): SetUpLine {
  const text = TEMPLATES.flatMap((path) => textOf(files, path) ?? [])[0];
  if (text === undefined)
    return { check: "template", state: "warn", facts: { problem: "missing" } };
  const asks = ["hypothesis", "objective"].every((word) =>
    new RegExp(`^##\\s+${word}`, "im").test(text),
  );
  const facts = asks ? {} : { problem: "silent" };
  return { check: "template", state: asks ? "ok" : "warn", facts };
}

/** A workflow that the charter does not list is one that a proposer may change along with the agent. */
function workflowLines({ workflows }: Charter, tree: Tree): readonly SetUpLine[] {
  const found = [...tree.keys()].filter((path) => /^\.github\/workflows\/omega[^/]*$/.test(path));
  const missing = workflows.filter((path) => !tree.has(path));
  const open = found.filter((path) => !workflows.includes(path));
  if (missing.length === 0 && open.length === 0 && workflows.length > 0) {
    return [{ check: "workflow", state: "ok", facts: { paths: workflows.join(", ") } }];
  }
  if (found.length + workflows.length === 0) {
    return [{ check: "workflow", state: "warn", facts: { problem: "none" } }];
  }
  return [
    ...missing.map((path) => workflowTrouble("fail", { problem: "missing", paths: path })),
    ...open.map((path) => workflowTrouble("warn", { problem: "ungoverned", paths: path })),
  ];
}

function workflowTrouble(state: SetUpLine["state"], facts: SetUpLine["facts"]): SetUpLine {
  return { check: "workflow", state, facts };
}

type System = {
  readonly name: string;
  readonly rules: SystemRules;
  readonly snapshot: Snapshot;
  readonly sealedSuites: SealedSuites | undefined;
};

async function systemLines(system: System): Promise<readonly SetUpLine[]> {
  const { name, rules, snapshot } = system;
  const read = readSystem({ name, root: rules.path, format: rules.format, snapshot });
  const first = read.ok ? undefined : read.refusal[0]?.place;
  const at = first === undefined ? rules.path : `${first.path}:${first.line ?? 1}`;
  return [
    read.ok
      ? { check: "system", state: "ok", facts: { name } }
      : { check: "system", state: "fail", facts: { name, at } },
    publicLine(system),
    ...(await sealedLine(system)),
  ];
}

function publicLine({ name, rules, snapshot }: System): SetUpLine {
  const path = `${rules.path}/${rules.suites.public.dataset}`;
  const bytes = bytesOf(snapshot, path);
  const suite = bytes && parseSuite(path, bytes);
  if (suite?.ok !== true) {
    const problem = suite === undefined ? "missing" : "invalid";
    return { check: "public-suite", state: "fail", facts: { name, problem, path } };
  }
  const items = String(suite.value.items.length);
  return { check: "public-suite", state: "ok", facts: { name, items } };
}

async function sealedLine({ name, rules, sealedSuites }: System): Promise<readonly SetUpLine[]> {
  const { sealed } = rules.suites;
  if (sealed === undefined) {
    return [{ check: "sealed-suite", state: "warn", facts: { name, problem: "none" } }];
  }
  const { ref, repository } = sealed;
  if (sealedSuites === undefined) {
    const home =
      repository === undefined ? { problem: "unlooked" } : { problem: "uncloned", repository };
    return [{ check: "sealed-suite", state: "warn", facts: { name, ref, ...home } }];
  }
  const bytes = await sealedSuites.load(ref);
  const suite = bytes && parseSuite("sealed", bytes);
  if (suite?.ok !== true) {
    const problem = suite === undefined ? "missing" : "invalid";
    return [{ check: "sealed-suite", state: "fail", facts: { name, problem, ref } }];
  }
  const items = Math.min(suite.value.items.length, sealed.shard ?? Number.POSITIVE_INFINITY);
  return [powerLine(name, rules, items)];
}

/** Whether so many items can show what the profile's bar asks for at the first test of an epoch. */
function powerLine(name: string, { evidence }: SystemRules, items: number): SetUpLine {
  const bar = barOf(evidence.profile, { accepts: 0 });
  const effect = minimumDetectableEffect(items, bar);
  const facts = {
    name,
    items: String(items),
    profile: evidence.profile,
    points: (effect * 100).toFixed(0),
  };
  const isEnough = effect <= TEN_POINTS;
  return isEnough
    ? { check: "sealed-suite", state: "ok", facts }
    : { check: "sealed-suite", state: "warn", facts: { ...facts, problem: "small" } };
}

function bytesOf(snapshot: Snapshot, path: string): Uint8Array | undefined {
  const entry = snapshot.tree.get(path);
  return entry && snapshot.blobs.get(entry.sha);
}

function textOf(snapshot: Snapshot, path: string): string | undefined {
  const bytes = bytesOf(snapshot, path);
  return bytes && new TextDecoder().decode(bytes);
}
