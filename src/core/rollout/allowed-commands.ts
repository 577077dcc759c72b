import { COMMANDS, type Command, isStageCommand } from "./command.ts";
import { isOver, type Rollout } from "./rollout.ts";
import { transition } from "./transition.ts";

/** The stages that would be entered or left now; what people do in an emergency is not offered. */
export function allowedCommands(rollout: Rollout): readonly Command[] {
  return COMMANDS.filter((command) => {
    if (command === "re-evaluate") {
      return rollout.state === "accepted" || (isOver(rollout) && rollout.state !== "promoted");
    }
    return isStageCommand(command)
      ? transition(rollout, { kind: "command", command }, rollout.enteredAt).ok
      : false;
  });
}
