import type { InstallationId, PullKey, RepositoryId, Sha } from "../../core/kernel/ids.ts";
import type { CommandRequest } from "../../ports/store/commands.ts";

/**
 * What a webhook may mean. Nothing here is believed: a hint says where to look, and whoever looks
 * reads GitHub itself, so a forged, late or doubled one costs a look and nothing else.
 */
export type Hint =
  /** Something about this pull request may be different now. */
  | { readonly kind: "look"; readonly key: PullKey; readonly installation: InstallationId }
  | {
      readonly kind: "command";
      /**
       * A comment's payload tells no head: then it is the one that the app last showed its verdict
       * on, which is what the person was reading.
       */
      readonly request: Omit<CommandRequest, "headSha"> & { readonly headSha?: Sha };
      readonly installation: InstallationId;
    }
  /** The default branch moved: what was compared with it may have to be compared again. */
  | {
      readonly kind: "base-moved";
      readonly repositoryId: RepositoryId;
      readonly installation: InstallationId;
    }
  /** Somebody created a deployment; only GitHub's own list says who. */
  | {
      readonly kind: "deployed";
      readonly repositoryId: RepositoryId;
      readonly installation: InstallationId;
    }
  /** The merge queue of the default branch has another group, or lost one. */
  | {
      readonly kind: "queue-moved";
      readonly repositoryId: RepositoryId;
      readonly installation: InstallationId;
    }
  /** Somebody reported on a deployment; only GitHub's own list says who and what. */
  | {
      readonly kind: "deployment-reported";
      readonly repositoryId: RepositoryId;
      readonly installation: InstallationId;
      /** The roll-out that the deployment says it is of. */
      readonly rollout: string;
    }
  /** A job waits for the app's word before it deploys; which commit, GitHub is asked. */
  | {
      readonly kind: "protection-asked";
      readonly repositoryId: RepositoryId;
      readonly installation: InstallationId;
      readonly run: number;
      readonly deployment: number;
    }
  | {
      readonly kind: "installed";
      readonly installation: InstallationId;
      readonly repositories: readonly RepositoryId[];
    }
  | { readonly kind: "uninstalled"; readonly installation: InstallationId };
