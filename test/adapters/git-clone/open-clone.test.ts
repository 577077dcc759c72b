import { execFileSync } from "node:child_process";
import { appendFileSync, copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openClone } from "../../../src/adapters/git-clone/open-clone.ts";
import { sha } from "../../../src/core/kernel/ids.ts";
import { accepted, refused } from "../../../src/core/kernel/result.ts";
import type { Clone } from "../../../src/ports/clone.ts";
import { aRepository, type GitRepository } from "../../support/git-repository.ts";

const PATH = process.env["PATH"] ?? "";

let repository: GitRepository;
const opened: Clone[] = [];
const folders: string[] = [];

beforeEach(() => {
  repository = aRepository();
});
afterEach(async () => {
  for (const clone of opened.splice(0)) await clone.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  repository.remove();
});

async function open(directory = repository.directory): Promise<Clone> {
  const clone = await openClone({ directory, path: PATH });
  if (!clone.ok) throw new Error(`refused: ${clone.refusal.kind}`);
  opened.push(clone.value);
  return clone.value;
}

/** A clone of the test's repository that real git made with these options. */
function cloned(...options: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "omega-clone-"));
  folders.push(folder);
  const from = `file://${repository.directory}`;
  execFileSync("git", ["clone", "--quiet", "--bare", ...options, from, folder]);
  return folder;
}

const textOf = async (clone: Clone, commit: string, path: string): Promise<string> => {
  const entry = (await clone.tree(sha(commit))).get(path);
  if (entry === undefined) throw new Error(`no ${path}`);
  return Buffer.from(await clone.blob(entry.sha)).toString("utf8");
};

describe("a clone", () => {
  it("lists every file of a commit with mode, name and size, whatever its path", async () => {
    const commit = repository.commit("main", {
      files: {
        "a b/ü.md": "four",
        'line\nfeed "\t\\': "x",
        "-rf": "y",
        "\u001B[2J": "z",
        ":(top)*": "magic",
        link: { mode: "120000", text: "a b" },
        run: { mode: "100755", text: "#!" },
        module: { mode: "160000", text: "1".repeat(40) },
      },
    });

    const tree = await (await open()).tree(sha(commit));

    expect(new Map([...tree].map(([path, { mode, size }]) => [path, [mode, size]]))).toEqual(
      new Map([
        ["a b/ü.md", ["100644", 4]],
        ['line\nfeed "\t\\', ["100644", 1]],
        ["-rf", ["100644", 1]],
        ["\u001B[2J", ["100644", 1]],
        [":(top)*", ["100644", 5]],
        ["link", ["120000", 3]],
        ["run", ["100755", 2]],
        ["module", ["160000", undefined]],
      ]),
    );
    expect(tree.get("module")?.sha).toBe("1".repeat(40));
  });

  it("gives the bytes of blobs, small after large, and several asked for at once", async () => {
    const large = "0123456789".repeat(200_000);
    const files = { large, empty: "", small: "s\n", other: "\0\n\0" };
    const commit = repository.commit("main", { files });
    const clone = await open();

    for (const names of [["large"], ["small"], Object.keys(files)]) {
      const texts = await Promise.all(names.map((name) => textOf(clone, commit, name)));
      expect(texts.map((text) => text.length)).toEqual(
        names.map((name) => files[name as keyof typeof files].length),
      );
    }
    expect(await textOf(clone, commit, "other")).toBe("\0\n\0");
  });

  it("finds the common ancestor, and nothing where there is none", async () => {
    const root = repository.commit("main", { files: { a: "1" } });
    const side = repository.commit("side", { files: { a: "2" }, from: "main" });
    const main = repository.commit("main", { files: { a: "3" }, from: "main" });
    const foreign = repository.commit("foreign", { files: { a: "4" } });
    const clone = await open();

    expect(await clone.mergeBase(sha(main), sha(side))).toEqual(accepted(root));
    expect(await clone.mergeBase(sha(main), sha(foreign))).toEqual(refused("no-merge-base"));
  });

  it("takes none of several newest ancestors of branches that were merged into each other", async () => {
    const root = repository.commit("main", { files: { a: "1" } });
    const [left, right] = ["left", "right"].map((name) => {
      return repository.commit(name, { files: { [name]: "1" }, from: "main" });
    });
    const tree = repository.git(["rev-parse", `${root}^{tree}`]);
    const merged = (first = "", second = ""): string => {
      const who = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
      const parents = ["-p", first, "-p", second];
      return repository.git([...who, "commit-tree", tree, ...parents, "-m", "merge"]);
    };
    const [ours, theirs] = [merged(left, right), merged(right, left)];
    const clone = await open();

    const crossed = await clone.mergeBase(sha(ours), sha(theirs));
    expect(crossed).toEqual(refused("merge-base-ambiguous"));
    const again = await clone.mergeBase(sha(ours), sha(merged(theirs, ours)));
    expect(again).toEqual(accepted(ours));
  });

  it("resolves branches, tags of tags and short names to commits", async () => {
    const commit = repository.commit("topic/one", { files: { a: "1" } });
    const who = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
    repository.git([...who, "tag", "-a", "-m", "x", "v1", "topic/one"]);
    const clone = await open();

    for (const ref of ["topic/one", "refs/heads/topic/one", "v1", commit, commit.slice(0, 10)]) {
      expect(await clone.resolve(ref), ref).toEqual({ ok: true, value: commit });
    }
  });

  it.each(["--all", "--help", "-", "", "^main", "main..main", "main:a", "main\nmain", "@{", "*"])(
    "knows no commit by the name %j, and takes no name for an option",
    async (ref) => {
      repository.commit("main", { files: { a: "1" } });

      expect(await (await open()).resolve(ref)).toMatchObject({
        ok: false,
        refusal: { kind: "ref-unknown", ref, known: ["main"] },
      });
    },
  );

  it("names the branch that was meant first", async () => {
    for (const name of ["a", "b", "c", "d", "e", "f", "main"]) {
      repository.commit(name, { files: { a: name } });
    }
    repository.git(["update-ref", "refs/remotes/origin/release", "refs/heads/a"]);
    const clone = await open();

    for (const [meant, known] of Object.entries({ mian: "main", release: "origin/release" })) {
      const found = await clone.resolve(meant);
      expect(found.ok ? [] : found.refusal.known[0]).toBe(known);
      expect(found.ok ? [] : found.refusal.known).toHaveLength(5);
    }
  });
});

describe("a clone that says something else than its objects", () => {
  it("is read without its replacements and grafts", async () => {
    const root = repository.commit("main", { files: { a: "true" } });
    const liar = repository.commit("liar", { files: { a: "false" } });
    const head = repository.commit("main", { files: { a: "new" }, from: "main" });
    repository.git(["replace", root, liar]);
    appendFileSync(join(repository.directory, "info/grafts"), `${head} ${liar}\n`);
    const clone = await open();

    expect(await textOf(clone, root, "a")).toBe("true");
    expect(await clone.mergeBase(sha(root), sha(head))).toEqual(accepted(root));
  });

  it("runs nothing that its configuration names", async () => {
    const ran = join(repository.directory, "ran");
    const touch = `touch ${ran}; cat`;
    for (const name of ["core.pager", "pager.ls-tree", "core.fsmonitor", "core.sshCommand"]) {
      repository.git(["config", name, touch]);
    }
    repository.git(["config", "alias.ls-tree", `!${touch}`]);
    const commit = repository.commit("main", { files: { a: "1" } });

    expect(await textOf(await open(), commit, "a")).toBe("1");
    expect(existsSync(ran)).toBe(false);
  });

  it("is not believed when an object holds another's bytes", async () => {
    const commit = repository.commit("main", {
      files: { good: "same length", evil: "SAME LENGTH" },
    });
    const placeOf = (name: string): string => {
      const id = repository.git(["rev-parse", `main:${name}`]);
      return join(repository.directory, "objects", id.slice(0, 2), id.slice(2));
    };
    rmSync(placeOf("good"));
    copyFileSync(placeOf("evil"), placeOf("good"));

    await expect(textOf(await open(), commit, "good")).rejects.toThrow(/damaged/);
  });

  it("that is partial says what is missing and fetches nothing", async () => {
    const commit = repository.commit("main", { files: { a: "far away" } });
    repository.git(["config", "uploadpack.allowFilter", "true"]);
    const clone = await open(cloned("--filter=blob:none"));

    await expect(clone.tree(sha(commit))).rejects.toThrow(/partial clone/);
  });
});

describe("a clone with a work tree", () => {
  it("is read from its root, wherever inside it was named and whatever lies there", async () => {
    const commit = repository.commit("main", { files: { "in/a": "committed", b: "2" } });
    const folder = mkdtempSync(join(tmpdir(), "omega-clone-"));
    folders.push(folder);
    execFileSync("git", ["clone", "--quiet", `file://${repository.directory}`, folder]);
    appendFileSync(join(folder, "in/a"), " and changed");

    const clone = await open(join(folder, "in"));

    expect([...(await clone.tree(sha(commit))).keys()]).toEqual(["b", "in/a"]);
    expect(await textOf(clone, commit, "in/a")).toBe("committed");
  });
});

describe("what is no whole clone", () => {
  it("is refused with its reason", async () => {
    repository.commit("main", { files: { a: "1" } });
    repository.commit("main", { files: { a: "2" }, from: "main" });
    const empty = mkdtempSync(join(tmpdir(), "omega-empty-"));
    folders.push(empty);
    const modern = mkdtempSync(join(tmpdir(), "omega-sha256-"));
    folders.push(modern);
    execFileSync("git", ["init", "--quiet", "--object-format=sha256", modern]);
    const refusalOf = async (directory: string, path = PATH): Promise<string> => {
      const clone = await openClone({ directory, path });
      return clone.ok ? "opened" : clone.refusal.kind;
    };

    expect(await refusalOf(cloned("--depth=1"))).toBe("shallow");
    expect(await refusalOf(empty)).toBe("not-a-repository");
    expect(await refusalOf(join(empty, "nowhere"))).toBe("not-a-repository");
    expect(await refusalOf(modern)).toBe("object-format");
    expect(await refusalOf(repository.directory, empty)).toBe("git-missing");
  });
});
