import { COMMAND_LABEL_PREFIX } from "../rollout/command.ts";
import { RELEASE_CHECK } from "./checks.ts";
import { escapeMarkdown } from "./escape.ts";

export type Onboarding = {
  /** Who asked for it. */
  readonly login: string;
  readonly systems: readonly string[];
  /** Files of the starter that the repository has already; they stay as they are. */
  readonly kept: readonly string[];
};

export const ONBOARDING_TITLE = "Bring an agent under governance";

/** The commands that go by label; the others are written in a comment. */
const LABELS = ["shadow", "canary", "promote", "rollback", "re-evaluate", "hold"] as const;

const STAGES = ["shadow", "canary", "production"] as const;

/** What the one pull request says that brings a repository its first charter. */
export function renderOnboarding({ login, systems, kept }: Onboarding): string {
  const labels = LABELS.map((label) => `\`${COMMAND_LABEL_PREFIX}${label}\``).join(", ");
  const environments = systems.flatMap((system) => STAGES.map((stage) => `\`${system}/${stage}\``));
  return [
    `@${escapeMarkdown(login)} asked for this. It adds a charter and one small agent under it, to be replaced by yours. Nothing in this repository is governed before it is merged.`,
    keptNote(kept),
    "### Before merging",
    "1. Put your own people into `.omega/charter.yaml` and `CODEOWNERS`.\n2. Replace the agent below `systems/` by yours, or keep it to see how everything works.\n3. An administrator of this repository, other than whoever worked on it, approves exactly the last commit.",
    "### After merging",
    `1. Create the labels ${labels}.\n2. Protect the environments ${environments.join(", ")} as you need; deployments create them by themselves.\n3. Require the check \`${RELEASE_CHECK}\` on this branch, pinned to this app, without anybody who may bypass it.\n4. Put the sealed suite that the charter names into the app's sealed directory. Without it nothing can be accepted.`,
    "To see first what it would have said: `mode: monitor` in the charter blocks nobody.",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function keptNote(kept: readonly string[]): string {
  if (kept.length === 0) return "";
  const names = kept.map((path) => `\`${path}\``).join(", ");
  return `Files of the same name were here already and stay as they are: ${names}.`;
}
