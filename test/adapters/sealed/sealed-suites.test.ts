import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planSeal, renderSeal } from "../../../src/core/custody/plan-seal.ts";
import { parseSuite } from "../../../src/core/ir/parse-suite.ts";
import { digestOf } from "../../../src/core/kernel/digest.ts";
import { NO_REPLAY } from "../../../src/core/ledger/replay-spends.ts";
import { openReplayedStore } from "../../../src/flows/clone/replayed-store.ts";
import { loadSealed } from "../../../src/flows/evaluation/load-sealed.ts";
import { type Home, openDirectoryHome, openRepositoryHome } from "./homes.ts";

const SUITE = '{"id":"1"}\n';
const SEAL = '{"kind":"omega-seal"}\n';

const PAIR = {
  repositoryId: 7,
  system: "triage",
  before: digestOf("before"),
  after: digestOf("after"),
};

const LINES = Array.from(
  { length: 12 },
  (_, at) => `{"id":"${at}","input":{"message":"number ${at}"},"expected":{"mood":"glad"}}\n`,
);

function inCustody() {
  const suite = parseSuite("sealed", Buffer.from(LINES.join("")));
  if (!suite.ok) throw new Error("the test's suite is no suite");
  const planned = planSeal({
    items: suite.value.items,
    shown: [],
    cutting: { ref: "kept", salt: "5".repeat(32), audit: 0, shard: 6 },
    dropsLeaks: false,
  });
  if (!planned.ok) throw new Error(planned.refusal.kind);
  return { suite: planned.value.text, seal: renderSeal(planned.value) };
}
const KEPT = inCustody();

const FILES = {
  "kept.jsonl": KEPT.suite,
  "kept.seal.json": KEPT.seal,
  "altered.jsonl": KEPT.suite.replace("glad", "sour"),
  "altered.seal.json": KEPT.seal,
  "triage-2027.jsonl": SUITE,
  "triage-2027.seal.json": SEAL,
  "unsplit.jsonl": SUITE,
  "secret.json": "secret",
  "large.jsonl": new Uint8Array(33 * 1024 * 1024),
  "heavy.jsonl": SUITE,
  "heavy.seal.json": new Uint8Array(33 * 1024 * 1024),
};

const textOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

describe.each([
  ["a directory", openDirectoryHome],
  ["a private repository", openRepositoryHome],
])("sealed suites in %s", (_where, openHome) => {
  let home: Home;
  beforeAll(async () => {
    home = await openHome(FILES);
  });
  afterAll(() => home.close());

  it("are given by their reference, with the custody that lies beside them", async () => {
    const suites = await home.open("triage-2027");

    expect(textOf(await suites.load("triage-2027"))).toBe(SUITE);
    expect(textOf(await suites.loadSeal?.("triage-2027"))).toBe(SEAL);
  });

  it("have no custody where nobody split them", async () => {
    const suites = await home.open("unsplit");

    expect(textOf(await suites.load("unsplit"))).toBe(SUITE);
    expect(await suites.loadSeal?.("unsplit")).toBeUndefined();
  });

  it.each(["absent", "../secret", "secret", "/etc/passwd", "Triage-2027", "", "a.b", "linked/x"])(
    "are not found under %j",
    async (ref) => {
      const suites = await home.open(ref);

      expect(await suites.load(ref)).toBeUndefined();
      expect(await suites.loadSeal?.(ref)).toBeUndefined();
    },
  );

  it.each([
    ["kept", undefined],
    ["altered", "suite-invalid"],
    ["absent", "sealed-suite-missing"],
  ])("are held against their custody: %s", async (ref, reason) => {
    const store = openReplayedStore(NO_REPLAY);

    const shard = await loadSealed({ sealedSuites: await home.open(ref), store }, ref, PAIR);

    expect(shard.ok ? undefined : shard.refusal.reason).toBe(reason);
    if (shard.ok) expect(shard.value.items).toHaveLength(6);
  });

  it.each(["linked", "large", "heavy"])("are not read from %s files", async (ref) => {
    const reading = home
      .open(ref)
      .then(async (suites) => [await suites.load(ref), await suites.loadSeal?.(ref)]);

    await expect(reading).rejects.toThrow();
  });
});
