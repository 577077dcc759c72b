import type { Conclusion as CheckConclusion, Effect } from "../../core/decision/effect.ts";
import { RELEASE_CHECK, renderRelease } from "../../core/prose/checks.ts";
import { renderStage } from "../../core/prose/stages.ts";
import { renderSummary } from "../../core/prose/summary.ts";
import { allowedCommands } from "../../core/rollout/allowed-commands.ts";
import type { Command } from "../../core/rollout/command.ts";
import type { Rollout } from "../../core/rollout/rollout.ts";
import { awaitsPeople } from "../../core/rollout/vouching.ts";
import type { PullRecord } from "../../ports/store/pulls.ts";
import { checkSlot } from "../gates/plan-checks.ts";

/** GitHub shows at most three buttons on a check run. */
const MOST_BUTTONS = 3;

/** What an operator may ask for once a quorum approved a quarantined head. */
const ON_WORD: readonly Command[] = ["shadow"];

/** States in which the head may be merged. Everything else keeps the required check closed. */
const OPEN_STATES: readonly string[] = ["not-a-mutation", "approved", "promoting", "promoted"];

/**
 * How a pull request shows itself between gates: the required release check, the one sticky
 * comment and the one state label, which stands once there is a word to show. Planned whole every time; what has not changed is not written.
 */
export function planPresence(record: PullRecord, rollout?: Rollout): readonly Effect[] {
  return [planRelease(record, rollout), planSummary(record, rollout), planState(record)];
}

/** The required check alone, for pull requests that touch no agent and want no comment. */
export function planRelease(record: PullRecord, rollout?: Rollout): Effect {
  const { key, headSha } = record;
  const isOffered = awaitsPeople(record);
  const commands = isOffered ? ON_WORD : rollout === undefined ? [] : allowedCommands(rollout);
  const text = renderRelease(record.reason, commands, { onWord: isOffered });
  return {
    kind: "publish-check",
    slot: checkSlot({ pull: key.pull, sha: headSha }, "release"),
    sha: headSha,
    name: RELEASE_CHECK,
    conclusion: releaseConclusion(record),
    title: text.title,
    summary: [text.summary, ...evidenceOf(rollout)].join("\n\n"),
    annotations: [],
    actions: commands.slice(0, MOST_BUTTONS).map((command) => ({
      label: command,
      description: `Ask for ${command}`,
      identifier: command,
    })),
  };
}

/** Whoever asks why a stage passed or ended finds it where GitHub shows that it did. */
function evidenceOf(rollout: Rollout | undefined): readonly string[] {
  return rollout === undefined || rollout.state === "accepted" ? [] : [renderStage(rollout)];
}

function releaseConclusion({ state, mode }: PullRecord): CheckConclusion {
  if (OPEN_STATES.includes(state)) return "success";
  if (mode === "monitor") return "neutral";
  return state === "rejected" ? "failure" : "action_required";
}

function planSummary(record: PullRecord, rollout?: Rollout): Effect {
  return {
    kind: "write-comment",
    slot: `pull/${record.key.pull}/summary`,
    pull: record.key.pull,
    body: renderSummary({
      state: record.state,
      reason: record.reason,
      change: record.change,
      gates: record.gates,
      scorecard: record.scorecard,
      stage: rollout === undefined ? "" : renderStage(rollout),
      commands: record.answers.join("\n"),
    }),
  };
}

/** While gates look, their checks say so: a label that goes with the word on them would only be noise. */
function planState({ key, state }: PullRecord): Effect {
  return {
    kind: "show-state",
    slot: `pull/${key.pull}/state`,
    pull: key.pull,
    ...(state === "checking" ? {} : { state }),
  };
}
