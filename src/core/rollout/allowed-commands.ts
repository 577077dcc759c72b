import { COMMANDS, type Command } from "./command.ts";
import { isOver, type Rollout } from "./rollout.ts";
import { transition } from "./transition.ts";

/** The commands that would be obeyed now, in the order of the stages. */
export function allowedCommands(rollout: Rollout): readonly Command[] {
  return COMMANDS.filter((command) =>
    command === "re-evaluate"
      ? rollout.state === "accepted" || (isOver(rollout) && rollout.state !== "promoted")
      : transition(rollout, { kind: "command", command }, rollout.enteredAt).ok,
  );
}
