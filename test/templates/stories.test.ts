import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkConstitution } from "../../src/core/constitution/check-constitution.ts";
import { normaliseMutation } from "../../src/core/ir/normalise-mutation.ts";
import { CHARTER_PATH } from "../../src/core/ir/charter.ts";
import { classifyPullRequest } from "../../src/core/ir/classify.ts";
import { compareTrees } from "../../src/core/ir/compare-trees.ts";
import { parseCharter } from "../../src/core/ir/parse-charter.ts";
import { parseClaim } from "../../src/core/ir/parse-claim.ts";
import type { ProposedChange } from "../../src/core/ir/proposed-change.ts";
import { readSystem } from "../../src/core/ir/read-system.ts";
import { validate } from "../../src/core/validation/validate.ts";
import { aSnapshot, type Files } from "../support/builders.ts";
import { filesBelow, mutation, STARTER, TEMPLATES } from "./read-templates.ts";

const PULL_REQUEST = "pull-request.md";

const textsOf = (folder: string): Files =>
  Object.fromEntries(
    filesBelow(folder)
      .filter((path) => path !== PULL_REQUEST)
      .map((path) => [path, readFileSync(join(folder, path), "utf8")] as const),
  );

const starter = textsOf(STARTER);

const { charter, digest } = must(
  parseCharter(CHARTER_PATH, Buffer.from(starter[CHARTER_PATH] ?? "")),
);

function must<Value>(result: { ok: true; value: Value } | { ok: false; refusal: unknown }): Value {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.refusal));
}

/** An empty file is one taken away. */
const layered = (...names: readonly string[]): Files => {
  const laid: Files = Object.assign({}, starter, ...names.map((name) => textsOf(mutation(name))));
  return Object.fromEntries(Object.entries(laid).filter(([, text]) => text !== ""));
};

const bodyOf = (name: string): string => readFileSync(join(mutation(name), PULL_REQUEST), "utf8");

/** The pull request that lays `name` over the starter and what was promoted before it. */
function propose(name: string, promoted: readonly string[] = []): ProposedChange {
  const base = aSnapshot(layered(...promoted));
  const head = aSnapshot(layered(...promoted, name));
  const treeChanges = compareTrees(base.tree, head.tree);
  const pullRequestClass = classifyPullRequest({
    charter,
    changes: treeChanges,
    base: base.tree,
    head: head.tree,
  });
  const facts = { charter, charterDigest: digest, pullRequestClass, treeChanges, base, head };
  const rules = charter.systems["triage"];
  if (rules === undefined || pullRequestClass.kind !== "mutation") return facts;
  const root = rules.path;
  const before = must(readSystem({ name: "triage", root, snapshot: base }));
  const read = readSystem({ name: "triage", root, snapshot: head });
  if (!read.ok) return facts;
  const after = read.value;
  const claim = parseClaim(bodyOf(name));
  return {
    ...facts,
    mutation: normaliseMutation({ system: "triage", before, after, rules, claim }),
  };
}

describe("the starter", () => {
  it("is a charter and a system that the product reads", () => {
    expect(charter.systems["triage"]?.rollout.canary.steps).toEqual([25]);
    const snapshot = aSnapshot(starter);
    const root = "systems/triage";
    expect(must(readSystem({ name: "triage", root, snapshot })).files.size).toBe(8);
  });

  it("leaves a template whose headings are read and whose comments are no claim", () => {
    const body = starter[".github/pull_request_template.md"] ?? "";
    expect(parseClaim(body)).toEqual({ hypothesis: "" });
    expect(body).toContain("## Claimed class");
  });
});

const improving = [
  { name: "improve-classifier", promoted: [] },
  { name: "looks-good-fails-live", promoted: ["improve-classifier"] },
  { name: "waits-for-evidence", promoted: ["improve-classifier"] },
  { name: "memorise-public", promoted: [] },
  { name: "memorise-public", promoted: ["improve-classifier"] },
  { name: "memorise-sealed", promoted: ["improve-classifier"] },
] as const;

describe.each(improving)("$name after $promoted", ({ name, promoted }) => {
  const change = propose(name, promoted);

  it("is a lawful tool change that claims to better the task", () => {
    expect(change.mutation?.mutationClass).toBe("tool_change");
    expect(change.mutation?.claim.objective).toBe("task");
    expect(change.mutation?.claim.mutationClass).toBe("tool_change");
    expect(checkConstitution(change, { drift: 0 }).findings).toEqual([]);
  });

  it("is valid", () => {
    expect(validate(change).findings).toEqual([]);
  });
});

describe("save-a-step after what was promoted", () => {
  const change = propose("save-a-step", ["improve-classifier"]);

  it("is a lawful change that claims to do the same with less", () => {
    expect(change.mutation?.mutationClass).toBe(change.mutation?.claim.mutationClass);
    expect(change.mutation?.claim.objective).toBe("efficiency");
    expect(checkConstitution(change, { drift: 0 }).findings).toEqual([]);
    expect(validate(change).findings).toEqual([]);
  });
});

describe("the charter's room for drift", () => {
  it("holds the story twice over", () => {
    const story = [
      propose("improve-classifier"),
      propose("looks-good-fails-live", ["improve-classifier"]),
    ];
    const drift = story.reduce((sum, { mutation }) => sum + (mutation ? mutation.drift : 9), 0);
    expect(drift).toBeLessThan((charter.systems["triage"]?.budget.drift ?? 0) / 1.5);
  });
});

describe("what must not pass", () => {
  it("touching governance along with a prompt breaches C1", () => {
    const change = propose("touch-governance");
    expect(change.pullRequestClass.kind).toBe("mixed");
    const rules = checkConstitution(change, { drift: 0 }).findings.map((finding) => finding.rule);
    expect(rules).toContain("C1");
  });

  it("a broken reference is found once, on its line of the definition", () => {
    const text = layered("broken-reference")["systems/triage/system.yaml"] ?? "";
    const line = text.split("\n").findIndex((row) => row.includes("prompts/farewell.md")) + 1;
    const { pullRequestClass, head } = propose("broken-reference");
    expect(pullRequestClass.kind).toBe("mutation");
    const read = readSystem({ name: "triage", root: "systems/triage", snapshot: head });
    const findings = read.ok ? [] : read.refusal;
    expect(findings.map(({ code, place }) => [code, place?.path, place?.line])).toEqual([
      ["reference-broken", "systems/triage/system.yaml", line],
    ]);
  });

  it("documentation is not a mutation", () => {
    expect(propose("docs-only").pullRequestClass.kind).toBe("not-a-mutation");
  });
});

describe("the scenarios", () => {
  it("but for the edit of a promoted version share no file with the improvement", () => {
    const improved = new Set(Object.keys(textsOf(mutation("improve-classifier"))));
    const others = [
      "touch-governance",
      "broken-reference",
      "memorise-public",
      "memorise-sealed",
      "save-a-step",
      "docs-only",
    ];
    for (const name of others) {
      expect(Object.keys(textsOf(mutation(name))).filter((path) => improved.has(path))).toEqual([]);
    }
  });

  it("hold changed files only, and a title for the pull request", () => {
    const names = filesBelow(join(TEMPLATES, "mutations")).map((path) => path.split("/")[0] ?? "");
    for (const name of new Set(names)) {
      expect(bodyOf(name)).toMatch(/^# \S.+\n\n## Hypothesis\n/);
      for (const [path, text] of Object.entries(textsOf(mutation(name)))) {
        expect(starter[path]).not.toBe(text);
      }
    }
    expect(new Set(names).size).toBe(17);
  });
});
