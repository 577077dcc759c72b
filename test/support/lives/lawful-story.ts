import type { Entry } from "../../../src/core/ledger/entry.ts";
import { checkWrite } from "./lawful-write.ts";
import { type Past, type Scene, textOf } from "./story.ts";

/** The ways between stages, as the design page draws them. Nothing leaves what is not named here. */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  accepted: ["accepted", "shadow", "held", "withdrawn", "voided"],
  shadow: ["shadow", "canary", "held", "rolling-back", "withdrawn", "voided"],
  canary: ["canary", "promoting", "held", "rolling-back", "withdrawn", "voided"],
  held: ["shadow", "canary", "promoting", "rolling-back", "withdrawn", "voided"],
  promoting: ["promoted", "held"],
  // Taken back by outcomes or by an operator, while production still runs it.
  promoted: ["rolling-back"],
  "rolling-back": ["rolled-back"],
};

/** Units that the charter's lowest numbers ask of a stage before the next. */
const UNITS: Readonly<Record<string, number>> = { shadow: 50, canary: 100 };

/** Stages that a person asks for, by the command of that name. */
const ASKED: Readonly<Record<string, string>> = {
  shadow: "shadow",
  canary: "canary",
  promoting: "promote",
};

/** Stages in which a mutation needs its system for itself. */
const EXCLUSIVE = ["shadow", "canary", "promoting"];

/** Everything in a story that the product's pages do not allow, in words. */
export function wrongsIn(scenes: readonly Scene[], operator: number): readonly string[] {
  const past: Past = { entries: [], stages: new Map(), fences: new Map(), holder: undefined };
  return scenes.flatMap((scene, at) =>
    wrongIn(past, scene, operator).map((wrong) => `scene ${at}: ${wrong}`),
  );
}

function wrongIn(past: Past, scene: Scene, operator: number): readonly string[] {
  switch (scene.kind) {
    case "entry": {
      const wrongs = checkEntry(past, scene.entry, operator);
      past.entries.push(scene.entry);
      return wrongs;
    }
    case "write":
      return checkWrite(past, scene.write);
    case "lease":
      return checkFence(past, scene);
    case "lock":
      return checkLock(past, scene);
  }
}

/** A fencing token that does not grow would let an old worker write for a new one. */
function checkFence({ fences }: Past, { lease }: Extract<Scene, { kind: "lease" }>) {
  const key = `${lease.key.repositoryId}/${lease.key.pull}`;
  const before = fences.get(key) ?? 0;
  fences.set(key, lease.fence);
  return lease.fence > before ? [] : [`fence ${lease.fence} after ${before}`];
}

function checkLock(past: Past, { pull, held }: Extract<Scene, { kind: "lock" }>) {
  const { holder } = past;
  if (!held) {
    if (holder === pull) past.holder = undefined;
    return [];
  }
  past.holder = pull;
  return holder === undefined || holder === pull ? [] : [`#${pull} took the lock of #${holder}`];
}

function checkEntry(past: Past, entry: Entry, operator: number): readonly string[] {
  if (entry.kind === "command") return checkCommand(entry, operator);
  return entry.kind === "stage" ? checkStage(past, entry) : [];
}

function checkCommand({ body }: Entry, operator: number): readonly string[] {
  const isObeyed = body["reason_code"] === "command-obeyed";
  return isObeyed && body["actor_id"] !== operator ? [`obeyed ${textOf(body["actor_id"])}`] : [];
}

function checkStage(past: Past, entry: Entry): readonly string[] {
  const { rollout, stage, step } = entry.body;
  const name = textOf(stage);
  const before = past.stages.get(textOf(rollout)) ?? "accepted";
  past.stages.set(textOf(rollout), name);
  const told = `${before} → ${name} at step ${textOf(step)}`;
  const checks: readonly (readonly [boolean, string])[] = [
    [WAYS[before]?.includes(name) === true || isSaidAgain(past, entry), `no way ${told}`],
    [name === "voided" || name === "withdrawn" || isAccepted(past, entry), `undecided: ${told}`],
    [isShown(past, entry, before), `unproven: ${told}`],
    [before === name || isAskedFor(past, entry, before), `unasked: ${told}`],
    [!EXCLUSIVE.includes(name) || past.holder === entry.subject.pull, `unlocked: ${told}`],
  ];
  return checks.flatMap(([holds, wrong]) => (holds ? [] : [wrong]));
}

/**
 * What waits for people before it begins says where it is again as one of them stands behind it, or
 * no longer does: right after the acceptance that says so.
 */
function isSaidAgain({ entries }: Past, { body }: Entry): boolean {
  const own = entries.filter(
    ({ kind, body: told }) => kind === "stage" && told["rollout"] === body["rollout"],
  );
  const isHeld = body["stage"] === "held" && own.at(-1)?.body["stage"] === "held";
  const isBegun = own.some(({ body: told }) => told["stage"] === "shadow");
  return isHeld && !isBegun && entries.at(-1)?.kind === "decision";
}

/** The newest decision on this very head. */
function isAccepted({ entries }: Past, { subject }: Entry): boolean {
  const decision = entries.findLast(
    ({ kind, subject: about }) =>
      kind === "decision" && about.head_sha === subject.head_sha && about.pull === subject.pull,
  );
  return decision?.body["decision"] === "accept";
}

/** Whether the stage before has a window with enough units in this roll-out. */
function isShown({ entries }: Past, { body }: Entry, before: string): boolean {
  const needed = { canary: "shadow", promoting: "canary", promoted: "canary" }[
    textOf(body["stage"])
  ];
  if (needed === undefined || before === body["stage"]) return true;
  return entries.some(
    (entry) =>
      entry.kind === "window" &&
      entry.body["rollout"] === body["rollout"] &&
      entry.body["stage"] === needed &&
      Number(entry.body["units"]) >= (UNITS[needed] ?? Infinity),
  );
}

/** A stage follows a command that was obeyed, unless nobody needs to ask for it. */
function isAskedFor({ entries }: Past, { body, subject }: Entry, before: string): boolean {
  const command = ASKED[textOf(body["stage"])];
  if (command === undefined) return true;
  const last = entries.findLast(
    ({ kind, subject: about }) =>
      about.pull === subject.pull && (kind === "command" || kind === "stage"),
  );
  const isObeyed = last?.kind === "command" && last.body["reason_code"] === "command-obeyed";
  return before !== "" && isObeyed && last.body["command"] === command;
}
