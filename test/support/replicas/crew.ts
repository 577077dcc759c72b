import { setTimeout as pause } from "node:timers/promises";
import type { Ground } from "../lives/ground.ts";
import { bringUpToDate, label, OPERATOR, propose, setState } from "../lives/people.ts";
import type { Planned } from "./plan.ts";

/** Milliseconds between looks of the people of one repository. */
const LOOK_EVERY = 1_000;

/** How long somebody waits for an answer before asking for something again. */
const PATIENCE = 20_000;

/** States in which a mutation has its system for itself. */
const IN_STAGE = ["shadow", "canary", "promoting", "rolling-back"];

/** A planned mutation and its pull request. */
export type Proposed = Planned & { readonly pull: number };

/** The people of one repository: those who propose, and who asks for stages. */
export type Crew = {
  readonly ground: Ground;
  readonly proposed: readonly Proposed[];
  /** Whether stages follow each other by themselves, once somebody has begun. */
  readonly advance: "manual" | "automatic";
  readonly random: () => number;
  /** When somebody last asked for a stage, by pull request. */
  readonly asked: Map<number, number>;
  /** Commands that had to be given again, because their delivery was lost. */
  givenAgain: number;
};

/** Opens every pull request at once. */
export async function proposeAll(
  ground: Ground,
  plans: readonly Planned[],
): Promise<readonly Proposed[]> {
  return Promise.all(
    plans.map(async (planned) => ({
      ...planned,
      pull: await propose(ground, planned.branch, planned.files),
    })),
  );
}

/** Does what people do about their pull requests until each ended as planned, or they are stopped. */
export async function attend(crew: Crew, isOver: () => boolean): Promise<void> {
  for (;;) {
    const seen = await look(crew);
    if (seen.every(hasEnded) || isOver()) return;
    for (const one of seen) await act(crew, one, seen);
    await pause(LOOK_EVERY);
  }
}

type Seen = {
  readonly planned: Proposed;
  readonly isOpen: boolean;
  readonly head: string;
  readonly labels: readonly string[];
  /** As the label shows it; nothing while the gates look. */
  readonly state: string | undefined;
  /** Quarantined for good: an epoch allows so many tests, and each new baseline is one more. */
  readonly isOutOfTests: boolean;
};

function hasEnded({ planned, isOpen, state, isOutOfTests }: Seen): boolean {
  if (planned.ending === "withdrawn") return !isOpen;
  // Where stages follow by themselves, whoever wants it back may come too late.
  const isTooLate = planned.kind === "taken-back" && state === "promoted";
  return state === planned.ending || isOutOfTests || isTooLate;
}

async function look(crew: Crew): Promise<readonly Seen[]> {
  const path = "/pulls?state=all&per_page=100";
  const { body } = await crew.ground.ask(OPERATOR, "GET", { path });
  const looked = crew.proposed.map(async (planned): Promise<readonly Seen[]> => {
    const row = body.find(({ number }: { number: number }) => number === planned.pull);
    if (row === undefined) return [];
    const labels: readonly string[] = row.labels.map(({ name }: { name: string }) => name);
    const shown = labels.find((name) => name.startsWith("omega-state:"));
    const state = shown?.slice("omega-state:".length);
    const head: string = row.head.sha;
    const isOutOfTests = state === "quarantined" && (await says(crew, head, "`epoch-spent`"));
    return [{ planned, isOpen: row.state === "open", head, labels, state, isOutOfTests }];
  });
  return (await Promise.all(looked)).flat();
}

async function act(crew: Crew, seen: Seen, all: readonly Seen[]): Promise<void> {
  const { planned, isOpen, state } = seen;
  if (!isOpen || hasEnded(seen)) return;
  if (planned.kind === "withdrawn" && crew.random() < 0.1) {
    return setState(crew.ground, planned.pull, "closed");
  }
  // The system has another baseline since.
  if (state === "held") return bringUpToDate(crew.ground, planned.pull);
  const command = await wanted(crew, seen, all);
  if (command !== undefined) await ask(crew, seen, command);
}

/** The stage that somebody would ask for now. */
async function wanted(
  crew: Crew,
  { planned, state, head }: Seen,
  all: readonly Seen[],
): Promise<string | undefined> {
  if (state === "accepted") return isFree(planned, all) || isHasty(crew) ? "shadow" : undefined;
  if (state === "canary" && planned.kind === "taken-back") return "rollback";
  const next = crew.advance === "manual" ? NEXT[state ?? ""] : undefined;
  return next !== undefined && (await says(crew, head, `omega:${next}`)) ? next : undefined;
}

/** What a stage that has shown enough leads to. */
const NEXT: Readonly<Record<string, string>> = { shadow: "canary", canary: "promote" };

function isFree({ desk }: Proposed, all: readonly Seen[]): boolean {
  return !all.some(({ planned, state }) => planned.desk === desk && IN_STAGE.includes(state ?? ""));
}

/** Now and then somebody asks although another has the system, or the next in line does. */
function isHasty({ random }: Crew): boolean {
  return random() < 0.02;
}

/** Whether the release check has these words: a stage that may be asked for, or a reason. */
async function says({ ground }: Crew, head: string, words: string): Promise<boolean> {
  const path = `/commits/${head}/check-runs?check_name=${encodeURIComponent("omega / release")}`;
  const { body } = await ground.ask(OPERATOR, "GET", { path });
  const [run] = body.check_runs;
  return typeof run?.output.summary === "string" && run.output.summary.includes(words);
}

/** Once, and again where nobody seems to have heard: its delivery may have met nobody alive. */
async function ask(crew: Crew, { planned, labels }: Seen, command: string): Promise<void> {
  const { ground, asked } = crew;
  const { pull } = planned;
  const isWaiting = labels.includes(`omega:${command}`);
  const since = Date.now() - (asked.get(pull) ?? 0);
  if (since < (isWaiting ? PATIENCE : 2 * LOOK_EVERY)) return;
  asked.set(pull, Date.now());
  if (isWaiting) {
    crew.givenAgain += 1;
    await ground.ask(OPERATOR, "DELETE", { path: `/issues/${pull}/labels/omega:${command}` });
  }
  await label(ground, pull, [OPERATOR, command]);
}
