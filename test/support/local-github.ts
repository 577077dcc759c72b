import {
  type LocalGitHub,
  type LocalGitHubOptions,
  startLocalGitHub,
} from "../../src/local/github/server.ts";
import { observeConformance } from "./conformance/observe.ts";

/** A local GitHub of which every exchange is held against the published description. */
export async function startCheckedGitHub(options: LocalGitHubOptions = {}): Promise<LocalGitHub> {
  const github = await startLocalGitHub(options);
  observeConformance(github);
  return github;
}
