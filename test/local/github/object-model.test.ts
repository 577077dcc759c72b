import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { saveCommit } from "../../../src/local/github/git/commit.ts";
import { flattenTree, saveFlatTree } from "../../../src/local/github/git/flat-tree.ts";
import { mergeBase } from "../../../src/local/github/git/history.ts";
import { mergeText } from "../../../src/local/github/git/merge-text.ts";
import { treeFromFiles } from "../../../src/local/github/git/object-model.ts";
import { hashObject, type ObjectStore } from "../../../src/local/github/git/objects.ts";

let folder = "";

function git(args: readonly string[], input?: string | Uint8Array): string {
  const env = {
    ...process.env,
    GIT_AUTHOR_NAME: "Ann Author",
    GIT_AUTHOR_EMAIL: "ann@example.com",
    GIT_AUTHOR_DATE: "1700000000 +0000",
    GIT_COMMITTER_NAME: "Carl Committer",
    GIT_COMMITTER_EMAIL: "carl@example.com",
    GIT_COMMITTER_DATE: "1700000001 +0100",
  };
  const options = { cwd: folder, env, stdio: ["pipe", "pipe", "pipe"] as const };
  const given = input === undefined ? {} : { input };
  return execFileSync("git", [...args], { ...options, ...given, stdio: ["pipe", "pipe", "pipe"] })
    .toString()
    .trim();
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "omega-git-"));
  git(["init", "-q", "-b", "main"]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["empty", ""],
  ["text", "hello\n"],
  ["unicode", "größer als 𝛺\n"],
  ["zero byte", "a\0b"],
])("a blob (%s) has the id that git hash-object gives it", (_name, content) => {
  const id = git(["hash-object", "--stdin"], content);
  expect(hashObject("blob", Buffer.from(content))).toBe(id);
});

const files = {
  "a.txt": "a\n",
  "a/b.txt": "b\n",
  "a/c/d.txt": "d\n",
  "a-b": "dash\n",
  a0: "zero\n",
  "über/ß.md": "utf-8\n",
};

function writeAll(): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, "tree", path)), { recursive: true });
    try {
      writeFileSync(join(folder, "tree", path), content);
    } catch {
      throw new Error(`cannot write ${path}`);
    }
  }
  git(["--work-tree=tree", "add", "-A"]);
  return git(["write-tree"]);
}

test("a tree whose names sort oddly has the id that git write-tree gives it", () => {
  const store: ObjectStore = new Map();
  const { "a.txt": _, ...rest } = files;
  const id = writeAll();
  const ours = saveFlatTree(store, treeFromFiles(store, files));
  expect(Object.keys(rest)).not.toHaveLength(0);
  expect(ours).toBe(id);
});

test("a commit with two parents, a zone and a long message has the id that git gives it", () => {
  const store: ObjectStore = new Map();
  const tree = writeAll();
  const first = git(["commit-tree", tree, "-m", "first"]);
  const second = git(["commit-tree", tree, "-m", "second"]);
  const message = "Merge\n\nwith a body – and an umlaut: ö\n";
  const id = git(["commit-tree", tree, "-p", first, "-p", second, "-F", "-"], message);
  const ours = saveCommit(store, {
    tree,
    parents: [first, second],
    author: { name: "Ann Author", email: "ann@example.com", at: 1_700_000_000, zone: "+0000" },
    committer: {
      name: "Carl Committer",
      email: "carl@example.com",
      at: 1_700_000_001,
      zone: "+0100",
    },
    message,
  });
  expect(ours).toBe(id);
});

const name = fc.stringMatching(/^[a-c.-]{1,3}$/).filter((text) => !/^\.+$/.test(text));
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));

test("a tree reads back as the files it was made from", () => {
  fc.assert(
    fc.property(fc.dictionary(path, fc.string()), (drawn) => {
      const paths = Object.keys(drawn);
      const kept = paths.filter((one) => !paths.some((two) => two.startsWith(`${one}/`)));
      const chosen = Object.fromEntries(kept.map((one) => [one, drawn[one] ?? ""]));
      const store: ObjectStore = new Map();
      const flat = treeFromFiles(store, chosen);
      const back = flattenTree(store, saveFlatTree(store, flat));
      expect(Object.fromEntries(back)).toEqual(Object.fromEntries(flat));
    }),
  );
});

const lines = fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 8 });
const text = lines.map((all) => all.map((line) => `${line}\n`).join(""));

test("a merge with an unchanged side is the other side", () => {
  fc.assert(
    fc.property(text, text, (base, changed) => {
      expect(mergeText(base, changed, base)).toBe(changed);
      expect(mergeText(base, base, changed)).toBe(changed);
      expect(mergeText(base, changed, changed)).toBe(changed);
    }),
  );
});

function gitMerge(base: string, ours: string, theirs: string): string | undefined {
  for (const [file, content] of [
    ["base", base],
    ["ours", ours],
    ["theirs", theirs],
  ] as const) {
    writeFileSync(join(folder, file), content);
  }
  try {
    return execFileSync("git", ["merge-file", "-p", "ours", "base", "theirs"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "ignore"],
    }).toString();
  } catch {
    return undefined;
  }
}

const numbered = Array.from({ length: 12 }, (_, at) => `line ${at}`);
const edit = fc.record({ at: fc.nat(11), kind: fc.constantFrom("change", "remove", "add") });

function apply(side: string, edits: readonly { at: number; kind: string }[]): string {
  const out = numbered.flatMap((line, at) => {
    const own = edits.find((one) => one.at === at);
    if (own === undefined) return [line];
    if (own.kind === "remove") return [];
    return own.kind === "change" ? [`${line} by ${side}`] : [line, `new by ${side} after ${at}`];
  });
  return out.map((line) => `${line}\n`).join("");
}

test("what merges here merges in git to the same text", () => {
  const base = apply("nobody", []);
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 2 }), fc.array(edit, { maxLength: 2 }), (one, two) => {
      const ours = apply("us", one);
      const theirs = apply("them", two);
      expect(mergeText(base, ours, theirs)).toBe(gitMerge(base, ours, theirs));
    }),
    { numRuns: 60 },
  );
});

test("the merge base is the newest common ancestor, as git merge-base says", () => {
  const store: ObjectStore = new Map();
  const tree = writeAll();
  saveFlatTree(store, treeFromFiles(store, files));
  let clock = 1_700_000_000;
  const commit = (parents: readonly string[]): string => {
    clock += 1;
    const who = { name: "A", email: "a@example.com", at: clock, zone: "+0000" };
    const message = `commit ${clock}\n`;
    const id = saveCommit(store, { tree, parents, author: who, committer: who, message });
    const env = {
      ...process.env,
      GIT_AUTHOR_NAME: "A",
      GIT_AUTHOR_EMAIL: "a@example.com",
      GIT_AUTHOR_DATE: `${clock} +0000`,
      GIT_COMMITTER_NAME: "A",
      GIT_COMMITTER_EMAIL: "a@example.com",
      GIT_COMMITTER_DATE: `${clock} +0000`,
    };
    const args = ["commit-tree", tree, ...parents.flatMap((one) => ["-p", one]), "-F", "-"];
    const real = execFileSync("git", args, { cwd: folder, env, input: message });
    expect(real.toString().trim()).toBe(id);
    return id;
  };
  const root = commit([]);
  const left = commit([root]);
  const right = commit([root]);
  const merged = commit([left, right]);
  const far = commit([right]);
  expect(mergeBase(store, merged, far)).toBe(git(["merge-base", merged, far]));
  expect(mergeBase(store, left, right)).toBe(git(["merge-base", left, right]));
});
