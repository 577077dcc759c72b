import { refused } from "../../src/core/kernel/result.ts";
import type { SealedRepositories } from "../../src/ports/sealed-suites.ts";

/** An installation that no sealed suite was shown to. */
export const NO_SEALED_REPOSITORIES: SealedRepositories = {
  open: () => Promise.resolve(refused("sealed-repository-unreadable")),
  glance: () => Promise.resolve(undefined),
};
