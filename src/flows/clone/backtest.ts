import { CHARTER_PATH } from "../../core/ir/charter.ts";
import { PLAIN_FILE } from "../../core/ir/file-kinds.ts";
import type { TreeEntry } from "../../core/ir/snapshot.ts";
import { pullNumber, repositoryId, sha } from "../../core/kernel/ids.ts";
import { NO_REPLAY, type Replay, type ReplayedSpend } from "../../core/ledger/replay-spends.ts";
import type { Clone, PastCommit } from "../../ports/clone.ts";
import type { GitObjects } from "../../ports/git-objects.ts";
import type { Sandbox } from "../../ports/sandbox.ts";
import { isPerson } from "../gates/ask-budget.ts";
import { checkClone, type CloneCheck } from "./check-clone.ts";
import { DRIFT_UNITS } from "../reading/load-drift.ts";
import type { Against } from "./weigh-on-clone.ts";

/** One commit of a branch, and what a charter makes of it. */
export type Backtested = { readonly past: PastCommit; readonly checked: CloneCheck };

export type Backtesting = {
  readonly clone: Clone;
  readonly commits: readonly PastCommit[];
  /** The bytes of a charter to judge by, in place of the one that each commit had at its parent. */
  readonly charter?: Uint8Array;
  readonly appVersion: string;
  openSandbox(): Promise<Sandbox>;
  onProgress(done: number): void;
};

type Past = Backtesting & { readonly objects: GitObjects; readonly spends: ReplayedSpend[] };

/** No object has this name: it stands for the charter that is proposed. */
const PROPOSED = sha("f".repeat(40));

/** A backtest is of one repository, whichever it is. */
const ANY_REPOSITORY = repositoryId(1);

/**
 * Judges what a branch gained in the past, oldest first, each commit against its parent and at its
 * own time. What would have passed is counted, so that budget and drift add up as they would have;
 * what would have been refused is not, though the branch did go on from it. Evidence is not
 * gathered: who would have won a comparison is not history's to say.
 */
export async function backtest(backtesting: Backtesting): Promise<readonly Backtested[]> {
  const { clone, charter, commits } = backtesting;
  const objects = charter === undefined ? clone : withCharter(clone, charter);
  const opened: { sandbox?: Promise<Sandbox> } = {};
  const openSandbox = (): Promise<Sandbox> => (opened.sandbox ??= backtesting.openSandbox());
  const past: Past = { ...backtesting, objects, openSandbox, spends: [] };
  const judged: Backtested[] = [];
  for (const [index, one] of commits.entries()) {
    const checked = await judgePast(past, one, index);
    if (checked.verdict === "lawful") past.spends.push(...spendsOf(checked, one, index));
    judged.push({ past: one, checked });
    backtesting.onProgress(index + 1);
  }
  return judged;
}

function judgePast(past: Past, one: PastCommit, index: number): Promise<CloneCheck> {
  const { objects, spends, appVersion } = past;
  const replay: Replay = { ...NO_REPLAY, spends: [...spends] };
  const against: Against = {
    counters: () => ({ replay, now: one.at, key: keyOf(index) }),
    isFastOnly: true,
    author: authorOf(one),
    appVersion,
  };
  const proposal = { baseSha: one.parent, headSha: one.commit };
  return checkClone({ objects, openSandbox: () => past.openSandbox() }, proposal, against);
}

/** In a backtest every commit is a pull request of its own. */
function keyOf(index: number): ReplayedSpend["key"] {
  return { repositoryId: ANY_REPOSITORY, pull: pullNumber(index + 1) };
}

/** GitHub puts the login into the address of whoever hides theirs; others go by their name. */
function authorOf({ author }: PastCommit): NonNullable<Against["author"]> {
  const [, hidden] = /^(?:\d+\+)?([^@]+)@users\.noreply\.github\.com$/.exec(author.email) ?? [];
  const login = hidden ?? author.name;
  return { login, isBot: login.endsWith("[bot]") };
}

/** What a passed commit would have used up, had it been proposed, accepted and promoted at once. */
function spendsOf({ change }: CloneCheck, one: PastCommit, index: number): ReplayedSpend[] {
  const mutation = change?.mutation;
  if (change === undefined || mutation === undefined) return [];
  const spend = {
    key: keyOf(index),
    system: mutation.system,
    before: mutation.before.digest,
    after: mutation.after.digest,
    byPerson: isPerson({ author: { id: 0, ...authorOf(one) } }, change.charter),
    at: one.at,
  };
  const drift = Math.round(mutation.drift * DRIFT_UNITS);
  return [
    { ...spend, kind: "proposal", amount: 1 },
    { ...spend, kind: "accepted", amount: 1 },
    { ...spend, kind: "drift", amount: drift, byPerson: false },
  ];
}

/** The repository as if it had always had this charter, so that no commit changes or adds one. */
function withCharter(objects: GitObjects, bytes: Uint8Array): GitObjects {
  const path = CHARTER_PATH;
  const entry: TreeEntry = { path, mode: PLAIN_FILE, sha: PROPOSED, size: bytes.length };
  return {
    mergeBase: (base, head) => objects.mergeBase(base, head),
    tree: async (commit) => new Map(await objects.tree(commit)).set(path, entry),
    blob: (id) => (id === PROPOSED ? Promise.resolve(bytes) : objects.blob(id)),
  };
}
