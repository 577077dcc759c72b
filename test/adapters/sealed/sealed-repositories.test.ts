import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { type Instant, instant } from "../../../src/core/kernel/instant.ts";
import { refused } from "../../../src/core/kernel/result.ts";
import type { LocalGitHub } from "../../../src/local/github/server.ts";
import { startCheckedGitHub } from "../../support/local-github.ts";
import { openSealedStage, type SealedStage } from "../../support/sealed-stage.ts";

const SUITE = '{"id":"1"}\n';
const AUTHORS = ["triage-bot[bot]", "eve"];

let github: LocalGitHub;
let stage: SealedStage;
let now: Instant;

beforeAll(async () => {
  github = await startCheckedGitHub();
  github.createUser("eve");
});
afterAll(() => github.close());
beforeEach(() => {
  github.faults.clear();
  now = instant(Date.now());
  stage = openSealedStage(github, { "triage-2027.jsonl": SUITE }, { now: () => now });
});

const open = (authors: readonly string[] = AUTHORS, parts: object = {}) =>
  stage.repositories.open({ ...stage.place, ...parts }, authors);

describe("a private repository of sealed suites", () => {
  it("is read with metadata and contents alone, and its bytes once", async () => {
    expect(await open()).toMatchObject({ ok: true });
    expect(stage.asked()).toEqual([
      "GET ",
      "GET /collaborators/{username}/permission",
      "GET /collaborators/{username}/permission",
      "GET /git/ref/{ref}",
      "GET /git/trees/{tree_sha}",
      "GET /git/blobs/{file_sha}",
    ]);

    expect(await open()).toMatchObject({ ok: true });
    expect(stage.asked()).not.toContain("GET /git/blobs/{file_sha}");
  });

  it("gives the suite as its default branch has it now", async () => {
    await open();
    await stage.commit("triage-2027.jsonl", `${SUITE}${SUITE}`);

    const opened = await open();

    const bytes = opened.ok ? await opened.value.load("triage-2027") : undefined;
    expect(Buffer.from(bytes ?? []).toString()).toBe(`${SUITE}${SUITE}`);
  });

  it.each(["public", "internal"] as const)("is refused once it is %s", async (visibility) => {
    expect(await open()).toMatchObject({ ok: true });
    const { owner, repo } = stage.name;
    const kept = [...github.world.repositories.values()].find(({ name }) => name === repo);
    if (kept === undefined) throw new Error(`no ${owner}/${repo}`);
    kept.visibility = visibility;

    expect(await open()).toEqual(refused("sealed-repository-public"));
  });

  it("is refused where it is the governed repository itself, private or not", async () => {
    const [, number] = stage.name.repo.split("-");
    const governed = { owner: "acme", repo: `desk-${number}` };
    const repository = `acme/desk-${number}`;
    expect(await open([], { repository })).toEqual(refused("sealed-repository-shared"));
    await stage.owner.rest.repos.update({ ...governed, private: true });
    expect(await open([], { repository })).toEqual(refused("sealed-repository-shared"));
  });

  it("is refused where it is a fork, or has been forked", async () => {
    github.createFork({ of: stage.place.repository, owner: "mallory" });
    expect(await open()).toEqual(refused("sealed-repository-shared"));

    const fork = github.installApp({
      repository: `mallory/${stage.name.repo}`,
      permissions: { metadata: "read", contents: "read" },
      events: [],
    });
    const place = { repository: `mallory/${stage.name.repo}`, installation: fork.id };
    expect(await open(AUTHORS, place)).toEqual(refused("sealed-repository-shared"));
  });

  it("is refused where it is not there, not installed, or of another account", async () => {
    const gone = refused("sealed-repository-unreadable");
    github.createRepository({ owner: "acme", name: "not-shown", files: {}, private: true });
    github.createRepository({ owner: "other", name: "theirs", files: {}, private: true });
    const permissions = { metadata: "read", contents: "read" };
    github.installApp({ repository: "other/theirs", permissions, events: [] });

    expect(await open([], { repository: "acme/nowhere" })).toEqual(gone);
    expect(await open([], { repository: "acme/not-shown" })).toEqual(gone);
    expect(await open([], { repository: "other/theirs" })).toEqual(gone);
  });

  it("is refused under a name that it has no longer, which somebody else could take", async () => {
    await stage.owner.rest.repos.update({ ...stage.name, name: `${stage.name.repo}-moved` });

    expect(await open()).toEqual(refused("sealed-repository-unreadable"));
    const repository = `${stage.place.repository}-moved`.toUpperCase();
    expect(await open(AUTHORS, { repository })).toMatchObject({ ok: true });
  });

  it("is refused where an author can read it, by whatever role, and not once that is taken away", async () => {
    await stage.owner.rest.repos.addCollaborator({
      ...stage.name,
      username: "eve",
      permission: "pull",
    });
    expect(await open()).toEqual(refused("sealed-readable-by-author"));
    expect(await open(["Eve"])).toEqual(refused("sealed-readable-by-author"));
    expect(await open(["acme"])).toEqual(refused("sealed-readable-by-author"));
    expect(await open(["nobody-of-this-name"])).toMatchObject({ ok: true });

    await stage.owner.rest.repos.removeCollaborator({ ...stage.name, username: "eve" });
    expect(await open()).toMatchObject({ ok: true });
  });

  it("is refused, and nobody looked up, where more authors are named than anybody would look up", async () => {
    const crowd = Array.from({ length: 51 }, (_, at) => `author-${at}`);

    expect(await open(crowd)).toEqual(refused("sealed-readable-by-author"));
    expect(stage.asked()).toEqual(["GET "]);
    expect(await open(crowd.slice(1))).toMatchObject({ ok: true });
  });

  it.each(["linked", "large"])(
    "holds a suite that is %s as one that cannot be read",
    async (kind) => {
      const content = kind === "linked" ? "elsewhere.jsonl" : " ".repeat(33 * 1024 * 1024);
      await stage.commit("odd.jsonl", content, kind === "linked" ? "120000" : "100644");

      expect(await open(AUTHORS, { ref: "odd" })).toEqual(refused("suite-invalid"));
      expect(stage.asked()).not.toContain("GET /git/blobs/{file_sha}");
    },
  );

  it("is held by what GitHub forbids, and tried again after what passes", async () => {
    const at = { method: "GET", path: /git\/ref/ };
    github.faults.inject(at, { kind: "error", status: 403, when: "before" }, 1);
    expect(await open()).toEqual(refused("sealed-repository-unreadable"));

    github.faults.inject(at, { kind: "error", status: 502, when: "before" }, 1);
    await expect(open()).rejects.toThrow();
    expect(await open()).toMatchObject({ ok: true });
  });
});

describe("a private repository of sealed suites, when GitHub shows a part of it", () => {
  it("is not asked while GitHub sets a limit, and is afterwards", async () => {
    const limit = { kind: "limit", status: 403, seconds: 60 } as const;
    github.faults.inject({ method: "GET", path: /permission/ }, limit, 1);

    await expect(open()).rejects.toThrow();
    await expect(open()).rejects.toThrow("GitHub asked to wait");
    now = instant(now + 61_000);
    expect(await open()).toMatchObject({ ok: true });
  });

  it("is refused where its root is not listed whole", async () => {
    const small = await startCheckedGitHub({ treeLimit: 1 });
    const files = { "another.jsonl": SUITE, "triage-2027.jsonl": SUITE };
    const { repositories, place } = openSealedStage(small, files);

    expect(await repositories.open(place, [])).toEqual(refused("sealed-repository-unreadable"));
    await small.close();
  });
});

describe("a glance at a sealed suite", () => {
  const glance = (known: ReturnType<typeof digestOf> | undefined) =>
    stage.repositories.glance(stage.place, known);

  it("asks GitHub every five minutes while it says the same", async () => {
    const known = digestOf(SUITE);
    expect(await glance(known)).toBe(known);
    expect(stage.asked()).not.toEqual([]);

    now = instant(now + 299_000);
    expect(await glance(known)).toBe(known);
    expect(stage.asked()).toEqual([]);

    now = instant(now + 2_000);
    expect(await glance(known)).toBe(known);
    expect(stage.asked()).not.toEqual([]);
  });

  it("makes sure before it says something new", async () => {
    const known = digestOf(SUITE);
    await glance(known);
    await stage.commit("triage-2027.jsonl", "");
    const changed = digestOf("");

    expect(await glance(changed)).toBe(changed);
  });

  it("finds no suite where none may be asked, and nothing new where none can be read", async () => {
    const known = digestOf(SUITE);
    const at = { method: "GET", path: /suites/ };
    github.faults.inject(at, { kind: "error", status: 502, when: "before" }, 1);
    expect(await glance(known)).toBe(known);

    await stage.owner.rest.repos.update({ ...stage.name, private: false });
    now = instant(now + 301_000);
    expect(await glance(known)).toBeUndefined();
  });
});
