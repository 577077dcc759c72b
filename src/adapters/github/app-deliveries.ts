import type { Probot } from "probot";
import { z } from "zod";
import type { Instant } from "../../core/kernel/instant.ts";
import type { AppDeliveries, FailedAttempt } from "../../ports/app-deliveries.ts";

const PER_PAGE = 100;

/** A thousand attempts, good ones among them: what is older is left to the sweep, and commands to their people. */
const MOST_PAGES = 10;

const attemptSchema = z.object({
  id: z.int().positive(),
  guid: z.string().min(1).max(100),
  delivered_at: z.iso.datetime({ offset: true }),
  status: z.string(),
});

type Attempt = z.infer<typeof attemptSchema>;

/** Asked as the app: its deliveries belong to no installation. */
export function appDeliveriesOf(probot: Probot): AppDeliveries {
  return {
    failed: (since) => readFailed(probot, since),
    redeliver: async (id) => {
      const octokit = await probot.auth();
      await octokit.rest.apps.redeliverWebhookDelivery({ delivery_id: id });
    },
  };
}

async function readFailed(probot: Probot, since: Instant): Promise<readonly FailedAttempt[]> {
  const octokit = await probot.auth();
  const pages = octokit.paginate.iterator(octokit.rest.apps.listWebhookDeliveries, {
    per_page: PER_PAGE,
  });
  const failed: FailedAttempt[] = [];
  let read = 0;
  for await (const { data } of pages) {
    const attempts = z.array(attemptSchema).parse(data);
    const recent = attempts.filter(({ delivered_at }) => Date.parse(delivered_at) >= since);
    failed.push(...recent.filter(hasFailed).map(({ id, guid }) => ({ id, guid })));
    read += 1;
    if (recent.length < attempts.length || read >= MOST_PAGES) break;
  }
  return failed;
}

/**
 * By the word, as GitHub advises: its own filter knows failures by their status code, and an attempt
 * that nobody answered need not have one.
 */
function hasFailed({ status }: Attempt): boolean {
  return status !== "OK";
}
