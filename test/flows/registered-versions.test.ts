import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { openEmptyStore } from "../support/empty-store.ts";
import { CHARTER_PATH } from "../../src/core/ir/charter.ts";
import type { Digest } from "../../src/core/kernel/digest.ts";
import type { Sha } from "../../src/core/kernel/ids.ts";
import { readVersionAt } from "../../src/flows/incident/read-version-at.ts";
import { gatherChange } from "../../src/flows/reading/gather-change.ts";
import { readCharter } from "../../src/flows/reading/lawful-charter.ts";
import { diffVersions } from "../../src/flows/runtime/diff-versions.ts";
import { fetchVersion } from "../../src/flows/runtime/fetch-version.ts";
import type { Files } from "../support/builders.ts";
import { openWatchedBench, type WatchedBench } from "../support/watched-bench.ts";

const ROOT = "systems/triage/";
const TABLE = `${ROOT}data/shorthand.json`;

let store: OpenedStore;
let bench: WatchedBench;

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  bench = await openWatchedBench(store);
});

/** The version that a commit of the bench holds. */
async function versionAt(commit: Sha, system = "triage"): Promise<Digest> {
  const tree = await bench.repository.tree(commit);
  const charter = await readCharter(bench.repository, tree.get(CHARTER_PATH));
  const version =
    charter && (await readVersionAt(bench.repository, { charter, commit, system, tree }));
  if (version === undefined) throw new Error("no version there");
  return version.digest;
}

const fetched = (version: Digest) => fetchVersion(bench.ports, bench.repository.id, version);

/** The starter with its system once more, under another name. */
function withSecond(): Files {
  const charter = String(bench.starter[CHARTER_PATH]);
  const [, entry = ""] = /\nsystems:\n([\s\S]*?)\n(?=\S)/.exec(charter) ?? [];
  const other = entry.replaceAll("triage", "second").replace("second-2026q4", "triage-2026q4");
  const copied = Object.entries(bench.starter)
    .filter(([path]) => path.startsWith(ROOT))
    .map(([path, text]) => [
      path.replace(ROOT, "systems/second/"),
      path.endsWith("system.yaml") ? text.replace("name: triage", "name: second") : text,
    ]);
  return {
    ...bench.starter,
    ...Object.fromEntries(copied),
    [CHARTER_PATH]: charter.replace("\nsystems:\n", `\nsystems:\n${other}\n`),
  };
}

describe("the registry", () => {
  it("knows what stood on the branch when the app first looked", async () => {
    const tip = bench.repository.tip("main");

    expect(await fetched(await versionAt(tip))).toMatchObject({
      ok: true,
      value: { registered: { system: "triage", commit: tip, path: "systems/triage" } },
    });
  });

  it("knows an introduction's first version once its stewards have approved it", async () => {
    bench.propose(5, withSecond());
    const { headSha } = await bench.repository.pull(bench.keyOf(5).pull);
    const version = await versionAt(headSha, "second");
    await bench.look(5);
    expect(await fetched(version)).toEqual({ ok: false, refusal: "not-found" });

    bench.approve(5, "alice", "bob", "carol");
    await bench.look(5);

    const gathered = await gatherChange(bench.repository, {
      baseSha: bench.repository.tip("main"),
      headSha,
    });
    const tiers =
      gathered.kind === "gathered" ? gathered.change.charter.systems["triage"]?.tiers : undefined;
    const found = await fetched(version);
    expect(found).toMatchObject({
      ok: true,
      value: { registered: { system: "second", commit: headSha, tiers } },
    });
    expect(found.ok && found.value.registered.parent).toBeUndefined();
  });

  it("compares what went around the app with what stood there before", async () => {
    const from = await versionAt(bench.repository.tip("main"));
    const tip = bench.pushPast({ [TABLE]: "{}\n" });
    await bench.watch();

    const to = await versionAt(tip);
    const found = await fetched(to);
    expect(found).toMatchObject({ ok: true, value: { registered: { parent: from, commit: tip } } });
    const diff = await diffVersions(bench.ports, { repositoryId: bench.repository.id, from, to });
    expect(diff.ok && diff.value.changes.edits.length).toBeGreaterThan(0);
  });
});
