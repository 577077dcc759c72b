import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OpenedStore } from "../../src/adapters/store/open-store.ts";
import { installationId, pullNumber, repositoryId, sha } from "../../src/core/kernel/ids.ts";
import { type Instant, instant, later } from "../../src/core/kernel/instant.ts";
import { applyHints } from "../../src/flows/intake/apply-hint.ts";
import type { Hint } from "../../src/flows/intake/hint.ts";
import { receiveDeliveries } from "../../src/flows/intake/receive-deliveries.ts";
import { workInbox } from "../../src/flows/intake/work-inbox.ts";
import type { PullKey } from "../../src/core/kernel/ids.ts";
import type { Delivery } from "../../src/ports/store/inbox.ts";
import { quietLog } from "../support/quiet-log.ts";
import { openEmptyStore } from "../support/empty-store.ts";

const START = instant(1_700_000_000_000);
const INSTALLATION = installationId(11);
const REPOSITORY = repositoryId(22);
const KEY: PullKey = { repositoryId: REPOSITORY, pull: pullNumber(7) };
const HEAD = sha("a".repeat(40));

const ROOMS = ["deliveries", "work", "commands", "installations", "installed_repositories"];

let store: OpenedStore;
let now: Instant;
let rung: PullKey[];

beforeAll(async () => {
  store = await openEmptyStore();
});
afterAll(() => store.close());
beforeEach(async () => {
  now = START;
  rung = [];
  await store.executeSql(`TRUNCATE ${ROOMS.join(", ")}`);
});

const ports = () => ({
  store,
  clock: { now: () => now },
  log: quietLog,
  wake: { ring: async (key: PullKey) => void rung.push(key) },
  forge: {
    repository: () => Promise.reject(new Error("GitHub is asked by nobody here")),
    look: () => Promise.reject(new Error("GitHub is asked by nobody here")),
    userOf: async () => undefined,
  },
});

const delivery = (changes: Partial<Delivery> = {}): Delivery => ({
  guid: "guid-1",
  event: "pull_request",
  action: "opened",
  installationId: INSTALLATION,
  repositoryId: REPOSITORY,
  payload: "{}",
  receivedAt: now,
  ...changes,
});

/** What one delivery by itself is answered; a fault is thrown. */
async function receiveOne(one: Delivery): Promise<string> {
  const [received] = await receiveDeliveries(ports(), [one]);
  if (received?.status !== "fulfilled") throw new Error("it was not stored");
  return received.value;
}

const install = () =>
  receiveOne(delivery({ guid: "install", event: "installation", action: "created" }));

const waiting = () => store.transact((tx) => tx.inbox.waiting());

const command: Extract<Hint, { kind: "command" }> = {
  kind: "command",
  installation: INSTALLATION,
  request: {
    guid: "guid-1",
    key: KEY,
    command: "shadow",
    actor: { id: 1, login: "dana", isBot: false },
    headSha: HEAD,
    via: "label",
    at: START,
  },
};

describe("receiving a delivery", () => {
  it("refuses one from an installation that nobody told us of, and stores nothing", async () => {
    expect(await receiveOne(delivery())).toBe("installation-unknown");
    expect(await waiting()).toBe(0);
  });

  it("takes an installation's own event from anywhere, and believes it at once", async () => {
    expect(await install()).toBe("passed");
    expect(await receiveOne(delivery())).toBe("passed");
    expect(await waiting()).toBe(2);
  });

  it("does not learn of an installation by its end", async () => {
    const end = delivery({ guid: "end", event: "installation", action: "deleted" });

    expect(await receiveOne(end)).toBe("passed");
    expect(await receiveOne(delivery())).toBe("installation-unknown");
  });

  it("takes GitHub's ping, which comes from no installation, and nothing else without one", async () => {
    const { installationId: _, ...nowhere } = delivery();

    expect(await receiveOne({ ...nowhere, event: "ping" })).toBe("passed");
    expect(await receiveOne(nowhere)).toBe("installation-unknown");
  });

  it("believes an installation's own event before what came with it, and not what came earlier", async () => {
    const received = await receiveDeliveries(ports(), [
      delivery({ guid: "early" }),
      delivery({ guid: "install", event: "installation", action: "created" }),
      delivery({ guid: "late" }),
      delivery({ guid: "elsewhere", installationId: 12 }),
    ]);

    expect(received.map((one) => one.status === "fulfilled" && one.value)).toEqual([
      "installation-unknown",
      "passed",
      "passed",
      "installation-unknown",
    ]);
    expect(await waiting()).toBe(2);
  });

  it("keeps one that comes twice at once as it first came, and knows one that succeeded", async () => {
    await install();
    await store.transact((tx) => tx.inbox.complete("install", START));
    const received = await receiveDeliveries(ports(), [
      delivery({ guid: "twice", payload: `{"first":true}` }),
      delivery({ guid: "install", event: "installation", action: "created" }),
      delivery({ guid: "twice", payload: `{"first":false}` }),
    ]);
    const kept = await store.transact((tx) => tx.inbox.claim(START, 30_000, 10));

    expect(received.map((one) => one.status === "fulfilled" && one.value)).toEqual([
      "passed",
      "delivery-replayed",
      "passed",
    ]);
    expect(kept.map(({ guid, payload }) => [guid, payload])).toEqual([["twice", `{"first":true}`]]);
  });

  it("takes several at once, and lets one that cannot be stored fail alone", async () => {
    await install();
    const unstorable = delivery({ guid: "bad", payload: "\0" });

    const received = await receiveDeliveries(ports(), [
      delivery({ guid: "first" }),
      unstorable,
      delivery({ guid: "last" }),
    ]);

    expect(received.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await waiting()).toBe(3);
  });

  it("tells a replay only once the first was dealt with", async () => {
    await install();
    await receiveOne(delivery());

    expect(await receiveOne(delivery())).toBe("passed");
    await applyHints(ports(), "guid-1", []);
    expect(await receiveOne(delivery())).toBe("delivery-replayed");
  });
});

describe("working the inbox", () => {
  it("hands deliveries on in the order in which they came, each once", async () => {
    await install();
    for (const guid of ["a", "b", "c"]) await receiveOne(delivery({ guid }));
    const seen: string[] = [];

    await workInbox(ports(), async ({ guid }) => {
      seen.push(guid);
      await applyHints(ports(), guid, []);
    });

    expect(seen).toEqual(["install", "a", "b", "c"]);
    expect(await waiting()).toBe(0);
  });

  it("goes on with the others when one fails, and tries it again later and later", async () => {
    await install();
    await receiveOne(delivery({ guid: "bad" }));
    await receiveOne(delivery({ guid: "good" }));
    const seen: string[] = [];
    const receive = async ({ guid }: Delivery) => {
      seen.push(guid);
      if (guid === "bad") throw new Error("GitHub is away");
      await applyHints(ports(), guid, []);
    };

    await workInbox(ports(), receive);
    await workInbox(ports(), receive);
    expect(seen).toEqual(["install", "bad", "good"]);

    now = later(START, 2_000);
    await workInbox(ports(), receive);
    now = later(START, 3_999);
    await workInbox(ports(), receive);
    expect(seen.filter((guid) => guid === "bad")).toHaveLength(2);

    now = later(START, 4_000);
    await workInbox(ports(), receive);
    expect(seen.filter((guid) => guid === "bad")).toHaveLength(3);
  });

  it("finds a delivery again that a dead worker had taken", async () => {
    await install();
    await store.transact((tx) => tx.inbox.claim(now, 60_000, 10));
    const seen: string[] = [];
    now = later(START, 60_000);

    await workInbox(ports(), async ({ guid }) => {
      seen.push(guid);
      await applyHints(ports(), guid, []);
    });

    expect(seen).toEqual(["install"]);
  });
});

describe("applying hints", () => {
  const due = () => store.transact((tx) => tx.work.due(now, 10));
  const look: Hint = { kind: "look", key: KEY, installation: INSTALLATION };

  it("marks the pull request, completes the delivery and then rings", async () => {
    await install();
    await receiveOne(delivery());

    await applyHints(ports(), "guid-1", [look]);

    expect(await due()).toEqual([KEY]);
    expect(rung).toEqual([KEY]);
    expect(await waiting()).toBe(1);
  });

  it("keeps nothing of a delivery of which one hint cannot be written", async () => {
    const broken: Hint = { ...command, request: { ...command.request, guid: "\0" } };

    await expect(applyHints(ports(), "guid-1", [look, broken])).rejects.toThrow();

    expect(await due()).toEqual([]);
    expect(rung).toEqual([]);
  });

  it("asks once for a command that is delivered twice", async () => {
    await applyHints(ports(), "guid-1", [command]);
    await applyHints(ports(), "guid-1", [command]);

    const asked = await store.transact((tx) => tx.commands.waiting(KEY));
    expect(asked).toEqual([command.request]);
  });

  it("looks, but commands nothing, when a comment comes before any verdict was shown", async () => {
    const { headSha: _, ...request } = command.request;

    await applyHints(ports(), "guid-1", [{ ...command, request }]);

    expect(await due()).toEqual([KEY]);
    expect(await store.transact((tx) => tx.commands.waiting(KEY))).toEqual([]);
  });

  it("remembers where the app is installed, and forgets it when it is removed", async () => {
    const knows = () =>
      store.transact(async (tx) => {
        const known = await tx.systems.knownInstallations([INSTALLATION]);
        return known.has(INSTALLATION);
      });
    const installation = INSTALLATION;

    await applyHints(ports(), "a", [
      { kind: "installed", installation, repositories: [REPOSITORY] },
    ]);
    expect(await store.transact((tx) => tx.systems.installationOf(REPOSITORY))).toBe(INSTALLATION);

    await applyHints(ports(), "b", [{ kind: "uninstalled", installation }]);
    expect(await knows()).toBe(false);
  });
});
