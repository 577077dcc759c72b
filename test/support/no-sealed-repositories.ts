import { refused } from "../../src/core/kernel/result.ts";
import type { OpenSealed } from "../../src/flows/evaluation/load-sealed.ts";
import type { SealedRepositories } from "../../src/ports/sealed-suites.ts";

export const NEVER_OPENED: OpenSealed = () =>
  Promise.resolve(refused("sealed-repository-unreadable"));

/** An installation that no sealed suite was shown to. */
export const NO_SEALED_REPOSITORIES: SealedRepositories = {
  open: NEVER_OPENED,
  glance: () => Promise.resolve(undefined),
};
