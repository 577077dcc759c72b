import { z } from "zod";
import { sha, type Sha } from "../../core/kernel/ids.ts";
import { answeredStatus } from "./answer-status.ts";
import type { Connection } from "./connection.ts";

const refSchema = z.object({ object: z.object({ sha: z.string() }) });

/** No such branch (404), or a repository without any commit (409): both have no tip. */
const WITHOUT_TIP: readonly (number | undefined)[] = [404, 409];

export async function readBranchTip(
  { octokit, name }: Pick<Connection, "octokit" | "name">,
  branch: string,
): Promise<Sha | undefined> {
  try {
    const answer = await octokit.rest.git.getRef({ ...name, ref: `heads/${branch}` });
    return sha(refSchema.parse(answer.data).object.sha);
  } catch (error) {
    if (WITHOUT_TIP.includes(answeredStatus(error))) return undefined;
    throw error;
  }
}
