import type { Command } from "../core/rollout/command.ts";
import type { InstallationId, PullKey, RepositoryId, Sha } from "../core/kernel/ids.ts";

/**
 * What a webhook says, in our words. A hint never decides anything: whoever acts on it reads
 * GitHub first, so a forged, late or doubled one costs a look and nothing else.
 */
export type Hint =
  | { readonly kind: "look"; readonly key: PullKey; readonly installation: InstallationId }
  | { readonly kind: "command"; readonly installation: InstallationId; readonly asked: Asked }
  /** The default branch moved: what was compared with it may have to be compared again. */
  | {
      readonly kind: "base-moved";
      readonly repositoryId: RepositoryId;
      readonly installation: InstallationId;
    }
  | {
      readonly kind: "installed";
      readonly installation: InstallationId;
      readonly repositories: readonly RepositoryId[];
    }
  | { readonly kind: "uninstalled"; readonly installation: InstallationId };

export type Asked = {
  readonly key: PullKey;
  readonly command: Command;
  readonly actor: { readonly id: number; readonly login: string; readonly isBot: boolean };
  readonly via: "label" | "comment" | "button";
  /**
   * The head the person saw. A comment's payload carries none: then it is the head that the app
   * last showed its verdict on, which is what the person was reading.
   */
  readonly headSha?: Sha;
};
