import { describe, expect, test } from "vitest";
import { classifyPullRequest, settleClass } from "../../../src/core/ir/classify.ts";
import { settleIntroduction } from "../../../src/core/ir/introduced-systems.ts";
import { compareTrees } from "../../../src/core/ir/compare-trees.ts";
import type { PullRequestClass } from "../../../src/core/ir/pull-request-class.ts";
import type { Tree } from "../../../src/core/ir/snapshot.ts";
import { sha } from "../../../src/core/kernel/ids.ts";
import { aCharter, anEdit, aSnapshot, type Files } from "../../support/builders.ts";

const CHARTER = ".omega/charter.yaml";
const GREETER = "systems/greeter";
const PARTER = "systems/parter";

const systems = aCharter().systems;
const greeter = systems["greeter"];
if (greeter === undefined) throw new Error("no greeter");
const charter = aCharter({ systems: { greeter, parter: { ...greeter, path: PARTER } } });

const BASE: Files = {
  [CHARTER]: "charter",
  CODEOWNERS: "* @alice",
  ".gitattributes": "*.js text",
  ".github/workflows/omega-eval.yml": "on: pull_request",
  "src/app.ts": "app",
  [`${GREETER}/system.yaml`]: "greeter",
  [`${GREETER}/prompts/reply.md`]: "hello",
  [`${GREETER}/evals/public.jsonl`]: "{}",
  [`${GREETER}/README.md`]: "readme",
  [`${PARTER}/system.yaml`]: "parter",
};

/** The class of a pull request that writes `texts` and removes the paths that are `undefined`. */
function classOf(
  texts: Readonly<Record<string, string | undefined>>,
  edit: (tree: Map<string, ReturnType<Tree["get"]>>) => void = () => undefined,
): PullRequestClass {
  const base = aSnapshot(BASE).tree;
  const kept = Object.entries({ ...BASE, ...texts }).flatMap(([path, text]) =>
    text === undefined ? [] : [[path, text] as const],
  );
  const head = new Map(aSnapshot(Object.fromEntries(kept)).tree);
  edit(head);
  return classifyPullRequest({ charter, changes: compareTrees(base, head), base, head });
}

describe("a pull request is", () => {
  test.each([
    [
      "a mutation when it changes one system",
      { [`${GREETER}/prompts/reply.md`]: "hi" },
      { kind: "mutation", system: "greeter" },
    ],
    [
      "a mutation when other files ride along",
      { [`${GREETER}/prompts/reply.md`]: "hi", "src/app.ts": "x" },
      { kind: "mutation", system: "greeter" },
    ],
    [
      "a mutation when it adds a file of unknown kind",
      { [`${GREETER}/run.sh`]: "x" },
      { kind: "mutation", system: "greeter" },
    ],
    [
      "a mutation when it adds a look-alike of inert docs",
      { [`${GREETER}/Docs/a.md`]: "x" },
      { kind: "mutation", system: "greeter" },
    ],
    [
      "a mutation when it writes under the system's name in another case",
      { "Systems/Greeter/prompts/reply.md": "x" },
      { kind: "mutation", system: "greeter" },
    ],
    [
      "a mutation when it removes the definition",
      { [`${GREETER}/system.yaml`]: undefined },
      { kind: "mutation", system: "greeter" },
    ],
    [
      "no mutation when it changes ordinary files",
      { "src/app.ts": "x" },
      { kind: "not-a-mutation" },
    ],
    [
      "no mutation when it changes inert files",
      { [`${GREETER}/README.md`]: "x", [`${GREETER}/docs/a.md`]: "x" },
      { kind: "not-a-mutation" },
    ],
    [
      "no mutation when a neighbour's name only starts alike",
      { "systems/greeter-two/a.md": "x" },
      { kind: "not-a-mutation" },
    ],
    [
      "an amendment when it changes the charter",
      { [CHARTER]: "x" },
      { kind: "amendment", paths: [CHARTER] },
    ],
    [
      "an amendment when it removes the charter",
      { [CHARTER]: undefined },
      { kind: "amendment", paths: [CHARTER] },
    ],
    [
      "an amendment when it changes suites",
      { [`${GREETER}/evals/public.jsonl`]: "x" },
      { kind: "amendment", paths: [`${GREETER}/evals/public.jsonl`] },
    ],
    [
      "an amendment when it renames a suite",
      { [`${GREETER}/evals/public.jsonl`]: undefined, "old.jsonl": "{}" },
      { kind: "amendment", paths: [`${GREETER}/evals/public.jsonl`] },
    ],
    [
      "an amendment when it changes a listed workflow",
      { ".github/workflows/omega-eval.yml": "x" },
      { kind: "amendment", paths: [".github/workflows/omega-eval.yml"] },
    ],
    [
      "no mutation when it changes an unlisted workflow",
      { ".github/workflows/ci.yml": "x" },
      { kind: "not-a-mutation" },
    ],
    [
      "several systems when it mutates two",
      { [`${GREETER}/prompts/reply.md`]: "x", [`${PARTER}/system.yaml`]: "x" },
      { kind: "several-systems", systems: ["greeter", "parter"] },
    ],
    [
      "mixed when it mutates and changes the charter",
      { [`${GREETER}/prompts/reply.md`]: "x", [CHARTER]: "x" },
      { kind: "mixed", systems: ["greeter"], governed: [CHARTER] },
    ],
    [
      "mixed when it moves suites out of the way",
      { [`${GREETER}/prompts/reply.md`]: "x", [`${GREETER}/evals/public.jsonl`]: undefined },
      { kind: "mixed", systems: ["greeter"], governed: [`${GREETER}/evals/public.jsonl`] },
    ],
  ])("%s", (_what, texts, expected) => {
    expect(classOf(texts)).toEqual(expected);
  });

  test.each([
    "CODEOWNERS",
    ".github/CODEOWNERS",
    "docs/codeowners",
    "src/.gitattributes",
    ".gitmodules",
    ".omega/anything",
    ".OMEGA/charter.yaml",
    ".omega./charter.yaml",
    ".omega\\charter.yaml",
    ".om\u200bega/charter.yaml",
    "\u212Aeep/.GitModules",
    `${GREETER}/Evals/extra.jsonl`,
    "systems/greeter/eval\u017f/extra.jsonl",
    ".github/workflows/OMEGA-eval.yml",
    ".omega",
    ".github",
  ])("an amendment when it writes %j, which is governed or looks it", (path) => {
    expect(classOf({ [path]: "x" })).toMatchObject({ kind: "amendment", paths: [path] });
  });

  test("mixed when a symlink takes the place of the system's folder", () => {
    const classified = classOf({ [`${GREETER}/evals/public.jsonl`]: undefined }, (tree) => {
      const entry = { path: GREETER, mode: "120000", sha: sha("a".repeat(40)), size: 3 };
      tree.set(GREETER, entry);
    });
    expect(classified.kind).not.toBe("not-a-mutation");
    expect(classified.kind).not.toBe("mutation");
  });

  test("a mutation when a symlink hides among the inert files", () => {
    const classified = classOf({}, (tree) => {
      const path = `${GREETER}/docs/link`;
      tree.set(path, { path, mode: "120000", sha: sha("a".repeat(40)), size: 3 });
    });
    expect(classified).toEqual({ kind: "mutation", system: "greeter" });
  });

  test("a mutation when only a mode changes", () => {
    const classified = classOf({}, (tree) => {
      const entry = tree.get(`${GREETER}/prompts/reply.md`);
      if (entry) tree.set(entry.path, { ...entry, mode: "100755" });
    });
    expect(classified).toEqual({ kind: "mutation", system: "greeter" });
  });
});

describe("without the system or the charter at the base, a pull request is", () => {
  test("silent where nothing is governed", () => {
    const head = aSnapshot({ "src/app.ts": "x" }).tree;
    const base = aSnapshot({}).tree;
    expect(classifyPullRequest({ changes: compareTrees(base, head), base, head })).toEqual({
      kind: "silent",
    });
  });

  test("genesis when it adds the first charter", () => {
    const head = aSnapshot({ [CHARTER]: "x" }).tree;
    const base = aSnapshot({}).tree;
    expect(classifyPullRequest({ changes: compareTrees(base, head), base, head })).toEqual({
      kind: "genesis",
    });
  });

  test("an introduction when the charter gains a system with its files", () => {
    const added = { [CHARTER]: "x", "systems/waiter/system.yaml": "x", "systems/waiter/a.md": "x" };
    expect(classOf(added)).toEqual({ kind: "introduction", systems: ["waiter"], paths: [CHARTER] });
  });

  test("an introduction when a system that the charter names arrives", () => {
    const base = aSnapshot({ [CHARTER]: "x" }).tree;
    const head = aSnapshot({ [CHARTER]: "x", [`${PARTER}/system.yaml`]: "x" }).tree;
    const changes = compareTrees(base, head);
    expect(classifyPullRequest({ charter, changes, base, head })).toEqual({
      kind: "introduction",
      systems: ["parter"],
      paths: [],
    });
  });

  test("mixed when an introduction takes a mutation along, even under a borrowed name", () => {
    const borrowed = {
      [CHARTER]: "x",
      "elsewhere/greeter/system.yaml": "x",
      [`${GREETER}/prompts/reply.md`]: "x",
    };
    expect(classOf(borrowed)).toMatchObject({ kind: "mixed", systems: ["greeter"] });
  });
});

test("a mutation without any edit is settled as none; one with an edit stays", () => {
  const mutation: PullRequestClass = { kind: "mutation", system: "greeter" };
  expect(settleClass(mutation, { edits: [] })).toEqual({ kind: "not-a-mutation" });
  expect(settleClass(mutation, { edits: [anEdit()] })).toEqual(mutation);
  expect(settleClass({ kind: "amendment", paths: [] }, { edits: [] }).kind).toBe("amendment");
});

describe("a mutation of protected modules", () => {
  const mutation: PullRequestClass = { kind: "mutation", system: "greeter" };
  const rules = { protected: ["prompts/refusal"] };
  const at = (pointer: string, path = "system.yaml") => ({ ...anEdit(), pointer, path });

  test("and of nothing else is an amendment that runs", () => {
    const edits = [at("/prompts/refusal", "refusal.md"), at("/prompts/refusal/inputs")];

    expect(settleClass(mutation, { edits }, rules)).toEqual({
      kind: "amendment",
      paths: ["refusal.md", "system.yaml"],
      system: "greeter",
    });
  });

  test.each(["/prompts/reply", "/prompts", "/prompts/refusal-2"])(
    "and of %s beside them stays one, which the constitution refuses",
    (pointer) => {
      const edits = [at("/prompts/refusal"), at(pointer)];

      expect(settleClass(mutation, { edits }, rules)).toEqual(mutation);
    },
  );
});

describe("an amendment whose charter names another framework's files", () => {
  const crew = { ...greeter, path: "crews/support", format: "crewai" as const };
  const proposed = aCharter({ systems: { ...charter.systems, support: crew } });
  const amended = { kind: "amendment", paths: [CHARTER] } as const;
  const settled = (before: Files, added: Files, named = proposed): PullRequestClass => {
    const [base, head] = [aSnapshot(before).tree, aSnapshot({ ...before, ...added }).tree];
    return settleIntroduction(amended, named, { charter, base, head });
  };
  const files = { "crews/support/agents.yaml": "a: {}", "crews/support/tasks.yaml": "b: {}" };

  test("is an introduction when they come with it", () => {
    expect(settled(BASE, files)).toEqual({
      kind: "introduction",
      systems: ["support"],
      paths: [CHARTER],
    });
  });

  test("stays one when they were there, never come, or are known under another name", () => {
    const renamed = aCharter({ systems: { renamed: greeter } });

    expect(settled({ ...BASE, ...files }, {})).toEqual(amended);
    expect(settled(BASE, {})).toEqual(amended);
    expect(settled({}, { [`${GREETER}/system.yaml`]: "x" }, renamed)).toEqual(amended);
  });
});
