import { namedRollout } from "../../core/rollout/production.ts";
import { openSandbox } from "../../adapters/sandbox/sandbox.ts";
import { type AppAddress, type AppClient, appClient, askForToken } from "./app-client.ts";
import { type LiveItem, readLiveItems } from "./live-item.ts";
import { type OutcomePost, outcomePost } from "./outcome-post.ts";
import { openVersions, type Versions } from "./versions.ts";

/** Live users at a time, and the pause after an answer, which keeps a small machine responsive. */
const USERS = 4;
const BREATH = 10;

/** The pause while nothing is rolled out: production is served, and nobody waits for outcomes. */
const IDLE_BREATH = 1_000;

/** How long a user waits after an error before asking again: the app may be restarting. */
const PAUSE_AFTER_ERROR = 250;

export type TrafficOptions = AppAddress & {
  readonly repositoryId: number;
  /** A JSONL file of live items, or a folder of them. */
  readonly items: string;
  readonly users?: number;
  /** Asked for a unit's version in the app's place, where versions are deployed to whoever runs them. */
  readonly fleet?: Pick<AppClient, "evaluate">;
} & (
    | { readonly runtimeToken: string }
    /** Asks for a runtime token with it, as an operator does once. */
    | { readonly gitHubToken: string }
  );

type TrafficCounts = {
  readonly units: number;
  readonly stable: number;
  readonly candidate: number;
  readonly mirrored: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly errors: number;
  readonly lastError?: string;
};

export type Traffic = {
  counts(): TrafficCounts;
  /** From now on users ask what stands in this place, and nothing of what they asked before. */
  turnTo(items: string): Promise<void>;
  stop(): Promise<void>;
};

type Driving = {
  readonly client: AppClient;
  readonly versions: Versions;
  readonly post: OutcomePost;
  items: readonly LiveItem[];
  readonly run: string;
  readonly counts: { -readonly [Count in keyof TrafficCounts]: TrafficCounts[Count] };
  isStopped: boolean;
  next: number;
};

const NOTHING: TrafficCounts = {
  units: 0,
  stable: 0,
  candidate: 0,
  mirrored: 0,
  accepted: 0,
  rejected: 0,
  errors: 0,
};

/**
 * Live users of a governed system: each asks the app which version serves them, that version is
 * really run on what they ask, and the app is told how it went. In shadow the candidate answers
 * too, unseen. Goes on through errors, so that the app may be killed and started again meanwhile.
 */
export async function startTraffic(options: TrafficOptions): Promise<Traffic> {
  const items = await readLiveItems(options.items);
  const asked = appClient(options, tokenOf(options));
  const client = { ...asked, ...options.fleet };
  const sandbox = await openSandbox({ bubblewrap: "off" });
  const counts = { ...NOTHING };
  const post = outcomePost(client, ({ accepted, rejected }) => {
    counts.accepted += accepted;
    counts.rejected += rejected;
  });
  const driving: Driving = {
    client,
    versions: openVersions(sandbox, (digest) => client.artifact(digest)),
    post,
    items,
    run: Date.now().toString(36),
    counts,
    isStopped: false,
    next: 0,
  };
  const users = Array.from({ length: options.users ?? USERS }, () => live(driving));
  return {
    counts: () => ({ ...counts }),
    turnTo: async (place) => {
      driving.items = await readLiveItems(place);
    },
    stop: async () => {
      driving.isStopped = true;
      await Promise.all(users);
      await post.flush().catch(() => undefined);
      await driving.versions.close();
    },
  };
}

/** Asked for once it is needed, and again after a refusal to give one. */
function tokenOf(options: TrafficOptions): () => Promise<string> {
  if ("runtimeToken" in options) return () => Promise.resolve(options.runtimeToken);
  let asked: Promise<string> | undefined;
  return () => {
    asked ??= askForToken(options, options).catch((fault: unknown) => {
      asked = undefined;
      throw fault;
    });
    return asked;
  };
}

async function live(driving: Driving): Promise<void> {
  const { counts } = driving;
  while (!driving.isStopped) {
    const place = driving.next;
    driving.next += 1;
    try {
      const isCounted = await serveOne(driving, place);
      await rest(isCounted ? BREATH : IDLE_BREATH);
    } catch (fault) {
      counts.errors += 1;
      counts.lastError = fault instanceof Error ? fault.message : String(fault);
      await rest(PAUSE_AFTER_ERROR);
    }
  }
}

/**
 * One conversation: a new unit each time, so that a second lap meets the split afresh. True when
 * it counted in a roll-out.
 */
async function serveOne(driving: Driving, place: number): Promise<boolean> {
  const { client, versions, post, items, run, counts } = driving;
  const item = items[place % items.length];
  if (item === undefined) return false;
  const unit = `${run}-${place}`;
  const given = await client.evaluate(unit);
  if (given === undefined) return false;
  const { artifact, variant, rollout, shadow } = given;
  const served = await versions.serve(artifact, item);
  counts.units += 1;
  counts[variant] += 1;
  if (rollout === undefined) return false;
  // What watches a promoted version waits for nobody, and so do its users.
  const about = { rollout, unit, at: new Date().toISOString() };
  await post.put({ ...about, id: `${unit}-${variant}`, variant, metrics: served });
  if (shadow === undefined) return !namedRollout(rollout).isProduction;
  // Nobody saw the shadow's answer, so nobody can say whether it would have helped.
  const { violation, latency_ms } = await versions.serve(shadow, item);
  counts.mirrored += 1;
  const metrics = { violation, latency_ms };
  await post.put({ ...about, id: `${unit}-shadow`, variant: "shadow", metrics });
  return true;
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
