import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { installationId, pullNumber, repositoryId, sha } from "../../src/core/kernel/ids.ts";
import { instant } from "../../src/core/kernel/instant.ts";
import { digestOf } from "../../src/core/kernel/digest.ts";
import { isBranch } from "../../src/flows/reconcile/branch-desk.ts";
import { glanceOf } from "../../src/flows/reading/glance-of.ts";
import { sweepRepositories } from "../../src/flows/intake/sweep-repositories.ts";
import type { Forge, PullRequest, Repository } from "../../src/ports/forge.ts";
import type { PullRecord } from "../../src/ports/store/pulls.ts";
import { quietLog } from "../support/quiet-log.ts";
import { openEmptyStore } from "../support/empty-store.ts";

const INSTALLATION = installationId(11);
const REPOSITORY = repositoryId(22);
const BROKEN = repositoryId(33);
const NOW = instant(1_700_000_000_000);

let store: OpenedStore;
let rung: number[];
let watched: number;
beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  rung = [];
  watched = 0;
  const rooms = ["work", "pulls", "installations", "installed_repositories"];
  await store.executeSql(`TRUNCATE ${rooms.join(", ")}`);
});

const pull = (number: number, head = "a"): PullRequest => ({
  number: pullNumber(number),
  title: "",
  body: "",
  isOpen: true,
  isDraft: false,
  isMerged: false,
  author: { id: 1, login: "dana", isBot: false },
  headSha: sha(head.repeat(40)),
  headRef: "change",
  baseSha: sha("b".repeat(40)),
  baseRef: "main",
  labels: [],
});

const record = (number: number, changes: Partial<PullRecord> = {}): PullRecord => ({
  key: { repositoryId: REPOSITORY, pull: pullNumber(number) },
  headSha: sha("a".repeat(40)),
  baseSha: sha("b".repeat(40)),
  inputs: glanceOf(pull(number)),
  bound: digestOf("bound"),
  mode: "enforce",
  classified: { kind: "not-a-mutation" },
  state: "not-a-mutation",
  reason: "not-a-mutation",
  gates: [],
  change: "",
  scorecard: "",
  answers: [],
  ...changes,
});

const sweep = (open: readonly PullRequest[], repositories = [REPOSITORY]) => {
  const forge: Pick<Forge, "repository"> = {
    repository: async (_installation, id) => {
      if (id === BROKEN) throw new Error("GitHub is away");
      return { openPulls: async () => open } as unknown as Repository;
    },
  };
  return sweepRepositories(
    {
      store,
      forge: forge as Forge,
      wake: { ring: async (key) => void (isBranch(key) ? (watched += 1) : rung.push(key.pull)) },
      clock: { now: () => NOW },
      log: quietLog,
    },
    { all: async () => [{ installation: INSTALLATION, repositories }] },
  );
};

const known = (...records: readonly PullRecord[]) =>
  store.transact(async (tx) => {
    for (const one of records) await tx.pulls.save(one);
  });

describe("the sweep", () => {
  it("learns of installations that nobody told this database of", async () => {
    await sweep([]);

    await store.transact(async (tx) => {
      const known = await tx.systems.knownInstallations([INSTALLATION]);
      expect([...known]).toEqual([INSTALLATION]);
      expect(await tx.systems.installationOf(REPOSITORY)).toBe(INSTALLATION);
    });
  });

  it("marks what was opened, pushed to or closed while nobody listened, and nothing else", async () => {
    await known(record(1), record(2), record(3));

    await sweep([pull(1), pull(2, "c"), pull(4)]);

    expect(new Set(rung)).toEqual(new Set([2, 3, 4]));
    const due = await store.transact((tx) => tx.work.due(NOW, 10));
    const pulls = due.filter((key) => !isBranch(key)).map((key) => key.pull);
    expect(new Set(pulls)).toEqual(new Set([2, 3, 4]));
  });

  it.each<[string, Partial<PullRequest>]>([
    ["turned into a draft", { isDraft: true }],
    ["given another objective", { body: "## Objective\n\nrisk\n" }],
    ["turned to another branch", { baseRef: "release" }],
    ["left behind by its base", { baseSha: sha("d".repeat(40)) }],
  ])("marks what was %s while nobody listened", async (_, change) => {
    await known(record(1));

    await sweep([{ ...pull(1), ...change }]);

    expect(rung).toEqual([1]);
  });

  it("looks at every default branch, for what was pushed while nobody listened", async () => {
    await sweep([]);

    expect(watched).toBe(1);
  });

  it("looks again at what waits for approvals, which leave no trace on the pull request", async () => {
    await known(record(1, { state: "waiting", reason: "approvals-missing" }));

    await sweep([pull(1)]);

    expect(rung).toEqual([1]);
  });

  it("goes on with the other repositories when one cannot be read", async () => {
    await sweep([pull(7)], [BROKEN, REPOSITORY]);

    expect(rung).toEqual([7]);
  });

  it("deletes captured inputs that are too old, also of what is not installed any more", async () => {
    const place = { repositoryId: repositoryId(44), system: "left" };
    const rule = { system: "left", retention: 1000, most: 10, redact: [] };
    const keep = (message: string, ago: number) =>
      store.transact((tx) => {
        const inputs = [{ digest: digestOf(message), input: { message } }];
        return tx.captures.keep(place, { inputs, at: instant(NOW - ago) });
      });
    await store.transact((tx) => tx.captures.arrange(place.repositoryId, [rule]));
    await keep("old", 1000);
    await keep("new", 999);
    await sweep([]);

    const { rows } = await store.executeSql("SELECT input FROM captured_inputs", []);
    expect(rows).toEqual([{ input: '{"message":"new"}' }]);
  });
});
