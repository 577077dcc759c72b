import { knownCaution } from "../../core/decision/caution.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { Replay, ReplayedEdge } from "../../core/ledger/replay-spends.ts";
import type { Budgets, Spend } from "../../ports/store/budgets.ts";
import type { CaseRecord, EpochState, Evidence, Pair } from "../../ports/store/evidence.ts";
import type { StoreWith } from "../../ports/store/store-with.ts";
import { custodyOf } from "./replayed-custody.ts";

const FIRST_EPOCH = 1;

type Test = Replay["tests"][number];

/**
 * The rooms of the store that gates and decision read, filled from a record. What is written stays
 * in memory and ends with the command: a clone may ask what would happen, and change nothing.
 */
export function openReplayedStore(replay: Replay): StoreWith<"budgets" | "evidence" | "custody"> {
  const rooms = {
    budgets: budgetsOf(replay),
    evidence: evidenceOf(replay),
    custody: custodyOf(replay),
  };
  return { transact: (work) => work(rooms) };
}

function budgetsOf(replay: Replay): Budgets {
  const spends: Spend[] = [...replay.spends];
  return {
    // One command, one writer.
    lock: () => Promise.resolve(),
    spentSince: (_repositoryId, systems, since) =>
      Promise.resolve(
        spends
          .filter((one) => systems.includes(one.system) && one.at >= since)
          .sort((left, right) => left.at - right.at),
      ),
    namesInLineage: (_repositoryId, version) =>
      Promise.resolve(namesInLineage({ spends, edges: replay.edges }, version)),
    goodVersions: (_repositoryId, systems) => Promise.resolve(goodVersions(replay, systems)),
    harmfulVersions: (_repositoryId, systems) =>
      Promise.resolve(
        replay.turnedBack
          .filter(({ system, isHarmful }) => isHarmful && systems.includes(system))
          .map(({ version }) => version),
      ),
    record: (spend) => {
      const isHeld = (one: Spend): boolean => one.kind === "sealed-hold" && isSameSlot(one, spend);
      const held = spend.kind === "sealed-hold" ? spends.findIndex(isHeld) : -1;
      if (held >= 0) spends.splice(held, 1);
      spends.push(spend);
      return Promise.resolve();
    },
  };
}

function isSameSlot(left: Spend, right: Spend): boolean {
  return left.key.pull === right.key.pull && left.after === right.after;
}

function goodVersions(
  { edges, turnedBack }: Pick<Replay, "edges" | "turnedBack">,
  systems: readonly string[],
): readonly Digest[] {
  const bad = new Set(
    turnedBack.filter(({ system }) => systems.includes(system)).map(({ version }) => version),
  );
  return edges
    .filter(({ system, version }) => systems.includes(system) && !bad.has(version))
    .map(({ version }) => version);
}

type Kinship = { readonly spends: readonly Spend[]; readonly edges: readonly ReplayedEdge[] };

/** From a version to the names that had it, to all their versions, and on until nothing is new. */
function namesInLineage({ spends, edges }: Kinship, version: Digest): readonly string[] {
  const names = new Set<string>();
  for (let versions = new Set([version]); versions.size > 0;) {
    const holders = [
      ...edges.filter((edge) => versions.has(edge.version) || hasParentIn(edge, versions)),
      ...spends.filter((spend) => versions.has(spend.before)),
    ];
    const fresh = holders.map(({ system }) => system).filter((name) => !names.has(name));
    for (const name of fresh) names.add(name);
    versions = new Set(
      edges.filter(({ system }) => fresh.includes(system)).map((edge) => edge.version),
    );
  }
  return [...names].sort();
}

function hasParentIn({ parent }: ReplayedEdge, versions: ReadonlySet<Digest>): boolean {
  return parent !== undefined && versions.has(parent);
}

function evidenceOf(replay: Replay): Evidence {
  const tests: Test[] = [...replay.tests];
  const cases = new Map<string, CaseRecord>();
  return {
    cases: (artifact, suite, items) => {
      const wanted = items && new Set(items);
      const kept = [...cases.values()].filter(
        (one) => one.artifact === artifact && one.suite === suite,
      );
      return Promise.resolve(kept.filter(({ item }) => wanted?.has(item) ?? true));
    },
    saveCases: (records) => {
      for (const one of records) cases.set(`${one.artifact}/${one.suite}/${one.item}`, one);
      return Promise.resolve();
    },
    epoch: (pair) => Promise.resolve(stateOf(replay, tests, pair)),
    openEpoch: () => Promise.reject(new Error("a clone opens no epoch: only an amendment does")),
    spendTest: (pair) => {
      const state = stateOf(replay, tests, pair);
      if (state.placeOfPair !== undefined) return Promise.resolve(state);
      const place = state.testsSpent + 1;
      tests.push({ ...pair, epoch: state.epoch, place, accepted: false });
      return Promise.resolve({ ...state, testsSpent: place, placeOfPair: place });
    },
    countAccept: () => Promise.resolve(),
  };
}

/** The latest epoch that the record tells of: one that asked something, or that people opened. */
function stateOf(
  { epochs, outcomes, size }: Pick<Replay, "epochs" | "outcomes" | "size">,
  tests: readonly Test[],
  pair: Pair,
): EpochState {
  const isOwn = ({ system }: { readonly system: string }): boolean => system === pair.system;
  const own = tests.filter(isOwn);
  const known = [...own, ...epochs.filter(isOwn)];
  const epoch = Math.max(FIRST_EPOCH, ...known.map((one) => one.epoch));
  const inEpoch = own.filter((test) => test.epoch === epoch);
  const isPair = (test: Test): boolean => test.before === pair.before && test.after === pair.after;
  const placeOfPair = inEpoch.find(isPair)?.place;
  return {
    epoch,
    testsSpent: Math.max(inEpoch.length, ...inEpoch.map(({ place }) => place)),
    accepts: inEpoch.filter((test) => test.accepted && !isPair(test)).length,
    ...(placeOfPair === undefined ? {} : { placeOfPair }),
    ...knownCaution(outcomes.filter(isOwn), size),
  };
}
