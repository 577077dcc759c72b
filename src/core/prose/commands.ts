import type { ReasonCode } from "../gate/reason-code.ts";
import { type Instant, isoOf } from "../kernel/instant.ts";
import type { Command } from "../rollout/command.ts";
import { quoteCode } from "./escape.ts";
import { renderReason } from "./reasons.ts";

/** How one command was answered, as a line of the summary comment. Nobody is pinged by it. */
export function renderAnswer(
  request: { readonly command: Command; readonly actor: { readonly login: string } },
  reason: ReasonCode,
  detail = "",
): string {
  const { title, sentence, remedy } = renderReason(reason);
  const said = [sentence, detail, remedy].filter((part) => part !== "").join(" ");
  const why = reason === "command-obeyed" ? "" : ` ${said}`;
  return `- \`${request.command}\` by ${quoteCode(request.actor.login)}: **${title}**.${why} (\`${reason}\`)`;
}

/** Who has a system, until when at the latest, and the place of one that waits for it; 0 where it has none. */
export function renderLine(line: {
  readonly holder: { readonly pull: number; readonly until: Instant } | undefined;
  readonly place: number;
  readonly waiting: number;
}): string {
  const { holder, place, waiting } = line;
  const whose =
    holder === undefined
      ? ""
      : `#${holder.pull} has it, and loses it on ${isoOf(holder.until).slice(0, 10)} unless it moves before.`;
  const where = place === 0 ? "" : `This one is number ${place} of ${waiting} in line.`;
  return [whose, where].filter((part) => part !== "").join(" ");
}
