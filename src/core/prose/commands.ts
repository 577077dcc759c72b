import type { ReasonCode } from "../gate/reason-code.ts";
import type { Command } from "../rollout/command.ts";
import { quoteCode } from "./escape.ts";
import { renderReason } from "./reasons.ts";

/** How one command was answered, as a line of the summary comment. Nobody is pinged by it. */
export function renderAnswer(
  request: { readonly command: Command; readonly actor: { readonly login: string } },
  reason: ReasonCode,
): string {
  const { title, sentence, remedy } = renderReason(reason);
  const why = reason === "command-obeyed" ? "" : ` ${sentence}${remedy === "" ? "" : ` ${remedy}`}`;
  return `- \`${request.command}\` by ${quoteCode(request.actor.login)}: **${title}**.${why} (\`${reason}\`)`;
}
