import type { Probot } from "probot";
import type { InstallationId } from "../../core/kernel/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import { Lru } from "./lru.ts";
import type { AppOctokit } from "./probot.ts";
import { respectLimits } from "./rate-limits.ts";

const MOST_CLIENTS = 500;

export type Clients = (installation: InstallationId) => Promise<AppOctokit>;

/** One client per installation, because limits are counted per installation. */
export function openClients(probot: Probot, clock: Clock): Clients {
  const clients = new Lru<Promise<AppOctokit>>(MOST_CLIENTS);
  return (installation) => {
    const key = String(installation);
    const held = clients.get(key);
    if (held !== undefined) return held;
    const opened = probot
      .auth(installation)
      .then((octokit) => respectLimits(octokit, () => clock.now()));
    clients.set(key, opened, 1);
    return opened;
  };
}
