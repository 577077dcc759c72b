import { pino } from "pino";
import { systemClock } from "../../src/adapters/clock/system-clock.ts";
import { openClients } from "../../src/adapters/github/clients.ts";
import { openProbot } from "../../src/adapters/github/probot.ts";
import { openSealedRepositories } from "../../src/adapters/github/sealed-repositories.ts";
import { installationId, repositoryId } from "../../src/core/kernel/ids.ts";
import { gitHubUser } from "../../src/local/demo/github-user.ts";
import type { LocalGitHub } from "../../src/local/github/server.ts";
import type { Clock } from "../../src/ports/clock.ts";
import type { SealedPlace, SealedRepositories } from "../../src/ports/sealed-suites.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

const OWNER = "acme";

/** A governed repository beside a private one that holds suites, and what the app sees of the latter. */
export type SealedStage = {
  readonly name: { readonly owner: string; readonly repo: string };
  readonly place: SealedPlace;
  readonly repositories: SealedRepositories;
  readonly owner: ReturnType<typeof gitHubUser>["octokit"];
  /** Commits one file, or a link where the mode says so, to the root of the default branch. */
  commit(path: string, content: string, mode?: "100644" | "120000"): Promise<void>;
  /** Requests of the app since the last call, as `METHOD /template`. */
  asked(): readonly string[];
};

let stages = 0;

/** The app may read metadata and contents, and nothing else. */
const PERMISSIONS = { metadata: "read", contents: "read" };

export function openSealedStage(
  github: LocalGitHub,
  files: Files,
  clock: Clock = systemClock,
): SealedStage {
  stages += 1;
  const name = { owner: OWNER, repo: `suites-${stages}` };
  const governed = github.createRepository({ owner: OWNER, name: `desk-${stages}`, files: {} });
  github.createRepository({ owner: OWNER, name: name.repo, files, private: true });
  const installed = [`desk-${stages}`, name.repo].map((repo) =>
    github.installApp({ repository: `${OWNER}/${repo}`, permissions: PERMISSIONS, events: [] }),
  );
  const { octokit: owner } = gitHubUser({
    api: `${github.url}/api/v3`,
    login: OWNER,
    token: github.tokenFor(OWNER),
  });
  const asked = recordReads(github);
  return {
    name,
    place: {
      installation: installationId(installed[0]?.id ?? 0),
      governed: repositoryId(governed.id),
      repository: `${OWNER}/${name.repo}`,
      ref: "triage-2027",
    },
    repositories: openRepositories(github, clock),
    owner,
    commit: async (path, content, mode = "100644") => {
      const { git } = owner.rest;
      const ref = "heads/main";
      const parent = (await git.getRef({ ...name, ref })).data.object.sha;
      const tree = [{ path, mode, type: "blob" as const, content }];
      const base_tree = (await git.getCommit({ ...name, commit_sha: parent })).data.tree.sha;
      const made = await git.createTree({ ...name, base_tree, tree });
      const message = `add ${path}`;
      const commit = { message, tree: made.data.sha, parents: [parent] };
      const { data } = await git.createCommit({ ...name, ...commit });
      await git.updateRef({ ...name, ref, sha: data.sha });
    },
    asked: () => asked.splice(0),
  };
}

function openRepositories(github: LocalGitHub, clock: Clock): SealedRepositories {
  const { url, appId, privateKey, webhookSecret } = github;
  const credentials = { appId, privateKey, webhookSecret, baseUrl: `${url}/api/v3` };
  const probot = openProbot(credentials, pino({ level: "silent" }));
  return openSealedRepositories(openClients(probot, clock), clock);
}

function recordReads(github: LocalGitHub): string[] {
  const asked: string[] = [];
  github.onExchange(({ method, route, actor }) => {
    if (actor.includes("agent-omega") && !route.includes("access_tokens")) {
      asked.push(`${method} ${route.replace("/repos/{owner}/{repo}", "")}`);
    }
  });
  return asked;
}
