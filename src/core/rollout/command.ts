import type { StageCommand } from "./signal.ts";

/** What people may ask for, by label, comment or button. A request, never an act. */
export const COMMANDS = [
  "shadow",
  "canary",
  "promote",
  "rollback",
  "re-evaluate",
  "hold",
  "emergency",
  "lift",
  "onboard",
] as const;

export type Command = (typeof COMMANDS)[number];

const BESIDE_STAGES: readonly Command[] = ["re-evaluate", "emergency", "lift", "onboard"];

/** Whether a roll-out's state machine answers it; the others are about gates, incidents and beginnings. */
export function isStageCommand(command: Command): command is StageCommand {
  return !BESIDE_STAGES.includes(command);
}

export const COMMAND_LABEL_PREFIX = "omega:";
