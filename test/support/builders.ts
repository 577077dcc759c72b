import { normaliseMutation, withEdits } from "../../src/core/ir/normalise-mutation.ts";
import type { Edit } from "../../src/core/ir/change-set.ts";
import { type Charter, CHARTER_PATH, charterSchema } from "../../src/core/ir/charter.ts";
import { compareTrees } from "../../src/core/ir/compare-trees.ts";
import type { Mutation } from "../../src/core/ir/mutation.ts";
import type { ProposedChange } from "../../src/core/ir/proposed-change.ts";
import type { Snapshot, TreeEntry } from "../../src/core/ir/snapshot.ts";
import {
  type Position,
  type Positions,
  type System,
  type SystemVersion,
  systemSchema,
} from "../../src/core/ir/system.ts";
import { systemDigest } from "../../src/core/ir/system-digest.ts";
import { digestOfJson, sha256Hex } from "../../src/core/kernel/digest.ts";
import { type Sha, sha } from "../../src/core/kernel/ids.ts";
import type { Json } from "../../src/core/kernel/json.ts";
import { pointerOf } from "../../src/core/kernel/pointer.ts";

export const SYSTEM_ROOT = "systems/greeter";

/** File texts by path: below the system for versions, from the repository's root for snapshots. */
export type Files = Readonly<Record<string, string>>;

const encoder = new TextEncoder();

const RULES: Charter["systems"][string] = {
  path: SYSTEM_ROOT,
  format: "omega",
  protected: ["prompts/refusal"],
  delivery: "ofrep",
  unit: "conversation",
  tiers: [
    { match: "/parameters/*", tier: "T0", bound: { relative_change: 0.25 } },
    { match: "/models/*/params/*", tier: "T0" },
    { match: "/prompts/**", tier: "T1" },
    { match: "/graph/**", tier: "T1" },
    { match: "/tools/**", tier: "T2", widen_to: "T3" },
    { match: "/capabilities/**", tier: "T2", widen_to: "T3" },
  ],
  budget: {
    window: "P1D",
    proposals: 6,
    accepted: 3,
    drift: 1,
    reserve: { people: 2, rollback: 1 },
    spend: { usd: 2, sealed_pairs: 1000 },
  },
  suites: {
    public: { dataset: "evals/public.jsonl", metric: "accuracy", cluster: "author" },
    sealed: { ref: "greeter-sealed", metric: "accuracy", shard: 400 },
    safety: { dataset: "evals/injection.jsonl", metric: "violation", zero_tolerance: true },
  },
  evidence: { profile: "standard", margins: { task: 0.02, efficiency: 0.1, risk: 0.01 } },
  rollout: {
    shadow: { units: 50, deadline: "P1D" },
    canary: { steps: [10, 50], min_units: 100, soak: "PT1M", deadline: "P1D" },
    advance: "manual",
    guards: { resolved: { direction: "up", margin: 0.02 } },
    freeze: [],
  },
};

/** A lawful charter of one system, `greeter`; `rules` replaces parts of that system's rules. */
export function aCharter(
  parts: Partial<Charter> & { readonly rules?: Partial<Charter["systems"][string]> } = {},
): Charter {
  const { rules, ...rest } = parts;
  return charterSchema.parse({
    apiVersion: "omega.dev/v1",
    kind: "Charter",
    mode: "enforce",
    people: { stewards: ["alice", "bob"], operators: ["dana"], sealed_readers: [] },
    quorum: { amendment: 2, introduction: 2, quarantine_to_canary: 2, emergency: 2 },
    proposers: {},
    systems: { greeter: { ...RULES, ...rules } },
    judge: { modes: ["recompute"], minimum_family_distance: 1 },
    workflows: [".github/workflows/omega-eval.yml"],
    ...rest,
  });
}

/** A small whole system that passes every gate; `parts` replaces top-level members. */
export function aSystem(parts: { readonly [member: string]: Json } = {}): System {
  return systemSchema.parse({
    apiVersion: "omega.dev/v1",
    kind: "System",
    metadata: { name: "greeter", description: "Answers hello with hello" },
    contract: {
      input: {
        type: "object",
        required: ["message"],
        additionalProperties: false,
        properties: { message: { type: "string", maxLength: 2000 } },
      },
      output: {
        type: "object",
        required: ["mood", "reply"],
        additionalProperties: false,
        properties: { mood: { type: "string" }, reply: { type: "string" } },
      },
    },
    parameters: { warmth: { value: 0.4, minimum: 0, maximum: 1 } },
    prompts: {
      reply: { file: "prompts/reply.md", inputs: ["mood"] },
      refusal: { file: "prompts/refusal.md" },
    },
    tools: {
      sense: {
        file: "tools/sense.js",
        data: ["data/moods.json"],
        effect: "none",
        limits: { memory_mb: 32, deadline_ms: 200 },
      },
    },
    memory: { journal: { kind: "log", scope: "system", retention: "P365D", writers: ["sense"] } },
    graph: {
      entry: "feel",
      nodes: {
        feel: { kind: "tool", tool: "sense", parameters: ["warmth"] },
        greet: { kind: "template", prompt: "reply" },
        refuse: { kind: "template", prompt: "refusal" },
        done: { kind: "end" },
      },
      edges: {
        "feel-greet": { from: "feel", to: "greet", when: "out.warmth >= parameters.warmth" },
        "feel-refuse": { from: "feel", to: "refuse", when: "out.warmth < parameters.warmth" },
        "greet-done": { from: "greet", to: "done" },
        "refuse-done": { from: "refuse", to: "done" },
      },
    },
    resources: { per_run: { wall_clock_ms: 5000, tool_calls: 10 } },
    policies: { "no-cards": { applies_to: ["output"], regex_absent: "\\d{13,19}" } },
    ...parts,
  });
}

export const SYSTEM_FILES: Files = {
  "prompts/reply.md": "You seem {{mood}}. Hello!\n",
  "prompts/refusal.md": "I would rather not answer that.\n",
  "tools/sense.js":
    'export function run(input) {\n  return { mood: "glad", warmth: input.message.length / 100 };\n}\n',
  "data/moods.json": '{"glad": ["hello", "hi"]}\n',
};

/** One version with a position for every pointer: the n-th pointer of a walk stands on line n. */
export function aVersion(
  parts: { readonly system?: System; readonly files?: Files; readonly name?: string } = {},
): SystemVersion {
  const system = parts.system ?? aSystem();
  const files = parts.files ?? SYSTEM_FILES;
  const bytes = new Map(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)]));
  return {
    name: parts.name ?? "greeter",
    root: SYSTEM_ROOT,
    system,
    files: bytes,
    digest: systemDigest(system, bytes),
    positions: positionsOf(system as unknown as Json),
  };
}

function positionsOf(system: Json): Positions {
  const positions = new Map<string, Position>();
  const visit = (value: Json, segments: readonly string[]): void => {
    const line = positions.size + 1;
    positions.set(pointerOf(...segments), { path: `${SYSTEM_ROOT}/system.yaml`, line, column: 1 });
    if (typeof value !== "object" || value === null) return;
    for (const [key, member] of Object.entries(value)) visit(member, [...segments, key]);
  };
  visit(system, []);
  return positions;
}

/** A replacement of `/prompts/reply` at T1, unless told otherwise. */
export function anEdit(parts: Partial<Edit> = {}): Edit {
  return {
    pointer: "/prompts/reply",
    kind: "replace",
    path: `${SYSTEM_ROOT}/prompts/reply.md`,
    line: 1,
    column: 1,
    tier: "T1",
    widening: false,
    ...parts,
  };
}

/** A blob id that follows from the text alone, as git's does. */
function blobSha(text: string): Sha {
  return sha(sha256Hex(`blob ${text}`).slice(0, 40));
}

/** A commit of the given files; `extra` adds entries that are no plain files. */
export function aSnapshot(files: Files, extra: readonly TreeEntry[] = []): Snapshot {
  const tree = new Map<string, TreeEntry>();
  const blobs = new Map<Sha, Uint8Array>();
  for (const [path, text] of Object.entries(files)) {
    const bytes = encoder.encode(text);
    tree.set(path, { path, mode: "100644", sha: blobSha(text), size: bytes.length });
    blobs.set(blobSha(text), bytes);
  }
  for (const entry of extra) tree.set(entry.path, entry);
  return { commit: sha(sha256Hex([...tree.keys()].join()).slice(0, 40)), tree, blobs };
}

export type ChangeParts = {
  readonly charter?: Charter;
  readonly before?: System;
  readonly after?: System;
  readonly beforeFiles?: Files;
  readonly afterFiles?: Files;
  /** What the semantic diff says; derived from the two systems unless given. */
  readonly edits?: readonly Edit[];
  /** Files beside the system, from the repository's root, at both commits unless `headFiles` is given. */
  readonly baseFiles?: Files;
  readonly headFiles?: Files;
  readonly headEntries?: readonly TreeEntry[];
  readonly claim?: Mutation["claim"];
  readonly pullRequestClass?: ProposedChange["pullRequestClass"];
};

/** A mutation of `greeter` from `before` to `after`, whole: trees, blobs, versions and edits. */
export function aChange(parts: ChangeParts = {}): ProposedChange {
  const { charter, baseFiles, pullRequestClass } = { ...plainChange(), ...parts };
  const before = aVersion({
    system: parts.before ?? aSystem(),
    files: parts.beforeFiles ?? SYSTEM_FILES,
  });
  const after = aVersion({
    system: parts.after ?? before.system,
    files: parts.afterFiles ?? parts.beforeFiles ?? SYSTEM_FILES,
  });
  const base = aSnapshot({ [CHARTER_PATH]: "base", ...baseFiles, ...filesOf(before) });
  const head = aSnapshot(
    { [CHARTER_PATH]: "base", ...(parts.headFiles ?? baseFiles), ...filesOf(after) },
    parts.headEntries,
  );
  return {
    charter,
    charterDigest: digestOfJson(charter as unknown as Json),
    pullRequestClass,
    treeChanges: compareTrees(base.tree, head.tree),
    base,
    head,
    ...(pullRequestClass.kind === "mutation" ? { mutation: aMutation(before, after, parts) } : {}),
  };
}

function aMutation(before: SystemVersion, after: SystemVersion, parts: ChangeParts): Mutation {
  const { charter, claim } = { ...plainChange(), ...parts };
  const rules = charter.systems["greeter"];
  if (rules === undefined) throw new Error("the charter has lost its system");
  const sides = { system: "greeter", before, after, rules, claim };
  return parts.edits === undefined
    ? normaliseMutation(sides)
    : withEdits(sides, { edits: parts.edits });
}

function plainChange(): Required<
  Pick<ChangeParts, "charter" | "baseFiles" | "claim" | "pullRequestClass">
> {
  return {
    charter: aCharter(),
    baseFiles: { [`${SYSTEM_ROOT}/evals/public.jsonl`]: "" },
    claim: { hypothesis: "It greets better.", objective: "task" },
    pullRequestClass: { kind: "mutation", system: "greeter" },
  };
}

function filesOf(version: SystemVersion): Files {
  const decoder = new TextDecoder();
  const files: Record<string, string> = {
    [`${SYSTEM_ROOT}/system.yaml`]: JSON.stringify(version.system),
  };
  for (const [path, bytes] of version.files)
    files[`${SYSTEM_ROOT}/${path}`] = decoder.decode(bytes);
  return files;
}
