import type { Probot } from "probot";
import { z } from "zod";
import { installationId, repositoryId } from "../../core/kernel/ids.ts";
import type { AppInstallation, AppInstallations } from "../../ports/app-installations.ts";
import type { AppOctokit } from "./probot.ts";

const installationSchema = z.object({
  id: z.int().positive(),
  suspended_at: z.string().nullish(),
});

const repositorySchema = z.object({ id: z.int().positive(), archived: z.boolean().optional() });

/** Where the app is installed, asked as the app. What is suspended or archived cannot be governed. */
export function installationsOf(probot: Probot): AppInstallations {
  return {
    all: async () => {
      const octokit = await probot.auth();
      const listed = await octokit.paginate(octokit.rest.apps.listInstallations, { per_page: 100 });
      const active = z
        .array(installationSchema)
        .parse(listed)
        .filter(({ suspended_at }) => !suspended_at);
      const installations: AppInstallation[] = [];
      for (const { id } of active) {
        const repositories = await readRepositories(await probot.auth(id));
        installations.push({ installation: installationId(id), repositories });
      }
      return installations;
    },
  };
}

async function readRepositories(octokit: AppOctokit): Promise<AppInstallation["repositories"]> {
  const listed = await octokit.paginate(octokit.rest.apps.listReposAccessibleToInstallation, {
    per_page: 100,
  });
  return z
    .array(repositorySchema)
    .parse(listed)
    .filter(({ archived }) => archived !== true)
    .map(({ id }) => repositoryId(id));
}
