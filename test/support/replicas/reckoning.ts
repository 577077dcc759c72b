import type { OpenedStore } from "../../../src/adapters/store/open-store.ts";
import { pullNumber, repositoryId } from "../../../src/core/kernel/ids.ts";
import type { Entry } from "../../../src/core/ledger/entry.ts";
import { verifyExport } from "../../../src/core/ledger/verify.ts";
import { exportLedger } from "../../../src/flows/runtime/export-ledger.ts";
import { entriesIn } from "../../../src/local/demo/record.ts";
import { wrongsIn } from "../lives/lawful-story.ts";
import { promotionsOn } from "../lives/picture.ts";
import { OPERATOR } from "../lives/people.ts";
import { type Scene, textOf } from "../lives/story.ts";
import { wrongsOn } from "../lives/wrongs-on-github.ts";
import type { Crew, Proposed } from "./crew.ts";

/** What a repository came to. */
export type Reckoned = {
  /** Everything that the product's pages do not allow, in words. */
  readonly wrongs: readonly string[];
  /** The state that the store has each mutation in. */
  readonly states: readonly string[];
  /** Entries of the repository's record. */
  readonly entries: number;
};

/** Holds a repository that is at rest against its plan, its record, and what may be on GitHub once. */
export async function reckon(store: OpenedStore, crew: Crew): Promise<Reckoned> {
  const { ground, proposed } = crew;
  const { repository } = ground;
  const id = repositoryId(repository.id);
  let text = "";
  for await (const line of exportLedger({ store, appVersion: "0.0.0" }, id)) text += line;
  const verified = verifyExport(text);
  const entries = entriesIn(text);
  const ends: Ended[] = [];
  for (const planned of proposed) {
    const key = { repositoryId: id, pull: pullNumber(planned.pull) };
    const record = await store.transact((tx) => tx.pulls.load(key));
    const isClosed = repository.pulls.get(planned.pull)?.state === "closed";
    const { state = isClosed ? "closed unseen" : "lost", reason = "" } = record ?? {};
    ends.push({ planned, state, reason });
  }
  const wrongs = [
    ...(verified.ok ? [] : [`the ledger does not verify: ${JSON.stringify(verified.refusal)}`]),
    ...ends.flatMap(wrongEnding),
    ...wrongsOn(repository, entries),
    ...ends.flatMap((ended) => wrongPromotions(ended, entries)),
    ...wrongMerges(crew, ends, entries),
    ...desksOf(proposed).flatMap((own) => wrongsOfDesk(crew, own, entries)),
  ].map((wrong) => `${ground.owner}: ${wrong}`);
  const states = ends.map(({ state, reason }) =>
    reason === "epoch-spent" ? `${state} with the epoch spent` : state,
  );
  return { wrongs, states, entries: entries.length };
}

/** A mutation, and the state that the store has it in; `lost` where it has none. */
type Ended = { readonly planned: Proposed; readonly state: string; readonly reason: string };

/**
 * Other ends than the planned one: what the epoch had no test left for is quarantined; what was closed
 * before anybody looked at it is in no record; who wants a canary back may find it promoted; and what
 * is quarantined waits for its proposer once the last promotion has moved its baseline.
 */
function wrongEnding(ended: Ended): readonly string[] {
  const { pull, branch, ending } = ended.planned;
  if (ended.state === ending || mayEndSo(ended)) return [];
  return [`#${pull} ${branch} is ${ended.state}, and not ${ending}: ${ended.reason}`];
}

function mayEndSo({ planned: { kind, ending }, state, reason }: Ended): boolean {
  if (state === "quarantined") return reason === "epoch-spent";
  if (state === "closed unseen") return kind === "withdrawn";
  if (state === "promoted") return kind === "taken-back";
  return state === "held" && reason === "baseline-moved" && ending === "quarantined";
}

/**
 * Once each, and of what was to be promoted only. Who wants a canary back may find it promoted, and
 * take the promotion back: then the pointer moves there and back.
 */
function wrongPromotions({ planned, state }: Ended, entries: readonly Entry[]) {
  const { pull, branch, ending } = planned;
  const pointers = entries.filter(
    ({ kind, subject }) => kind === "pointer" && subject.pull === pull,
  ).length;
  const times = timesPromoted(planned, entries);
  const isLate = planned.kind === "taken-back";
  const isPromoted = state === "promoted" && (ending === "promoted" || isLate);
  const isTakenBack = state === "rolled-back" && isLate && times === 1;
  const [mayBe, moves] = isTakenBack ? [1, 2] : isPromoted ? [1, 1] : [0, 0];
  return times === mayBe && pointers === moves
    ? []
    : [`#${pull} ${branch} was promoted ${times} times, the pointer moved ${pointers}`];
}

function timesPromoted({ pull }: Proposed, entries: readonly Entry[]): number {
  return entries.filter(
    ({ kind, subject, body }) =>
      kind === "stage" && subject.pull === pull && body["stage"] === "promoted",
  ).length;
}

/** The branch got each promotion once, and nothing besides. */
function wrongMerges(
  { ground }: Crew,
  ends: readonly Ended[],
  entries: readonly Entry[],
): readonly string[] {
  const merged = promotionsOn(ground.repository).length;
  const told = entries.filter(
    ({ kind, body }) => kind === "stage" && body["stage"] === "promoted",
  ).length;
  const ended = ends.filter(
    ({ planned, state }) =>
      state === "promoted" || (state === "rolled-back" && timesPromoted(planned, entries) > 0),
  ).length;
  return merged === told && told === ended
    ? []
    : [`${merged} promotions on main, ${told} in the record, ${ended} so ended`];
}

function desksOf(proposed: readonly Proposed[]): readonly (readonly Proposed[])[] {
  const desks = [...new Set(proposed.map(({ desk }) => desk))];
  return desks.map((desk) => proposed.filter((planned) => planned.desk === desk));
}

/** The law of the whole-app lives, read from the record of one system. */
function wrongsOfDesk(
  { ground, advance }: Crew,
  own: readonly Proposed[],
  entries: readonly Entry[],
): readonly string[] {
  const pulls = new Set(own.map(({ pull }) => pull));
  const scenes = withLocks(
    entries.filter(({ subject }) => subject.pull !== undefined && pulls.has(subject.pull)),
  );
  const operator = ground.github.createUser(OPERATOR).id;
  const wrongs = wrongsIn(scenes, operator);
  // Nobody asks for what follows by itself.
  return advance === "automatic" ? wrongs.filter((wrong) => !wrong.includes(": unasked:")) : wrongs;
}

const ENTERS = ["shadow", "canary", "promoting"];
const ENDS = ["promoted", "rolled-back", "withdrawn", "voided"];

/** Who holds the system, as its stages tell it: taken with the first, given back with the last. */
function withLocks(entries: readonly Entry[]): readonly Scene[] {
  return entries.flatMap((entry): readonly Scene[] => {
    const told: Scene = { kind: "entry", entry };
    const stage = entry.kind === "stage" ? textOf(entry.body["stage"]) : "";
    const pull = Number(entry.subject.pull);
    if (ENTERS.includes(stage)) return [{ kind: "lock", pull, held: true }, told];
    return ENDS.includes(stage) ? [told, { kind: "lock", pull, held: false }] : [told];
  });
}
