import type { OpenedStore } from "../../../src/adapters/store/open-store.ts";
import { repositoryId } from "../../../src/core/kernel/ids.ts";
import { instant } from "../../../src/core/kernel/instant.ts";
import type { OutgoingDelivery } from "../../../src/local/github/hooks/delivery.ts";
import { type LocalGitHub, startLocalGitHub } from "../../../src/local/github/server.ts";
import type { Files } from "../builders.ts";
import { type AppRun, startRun } from "./app-run.ts";
import { type Ground, openGround } from "./ground.ts";
import { type Fate, Killed, type Trouble, trouble } from "./trouble.ts";
import type { Scene } from "./story.ts";

/** A store and a GitHub in this process, on which one repository after the other is governed. */
export type Stand = {
  readonly github: LocalGitHub;
  readonly store: OpenedStore;
  /** A new repository with these files and the app on it, one after the other; nothing is delivered yet. */
  found(files: Files): Promise<Site>;
  close(): Promise<void>;
};

/** One governed repository: what waits to be delivered, the clock, the app and what it did. */
export type Site = Ground & {
  readonly stand: Stand;
  readonly fate: Fate;
  readonly scenes: Scene[];
  /** Sent by GitHub and neither delivered nor lost, oldest first. */
  readonly mail: OutgoingDelivery[];
  /** Milliseconds; the app's clock. GitHub has its own. */
  now: number;
  /** Lets the app do something; a process that dies meanwhile is followed by the next. */
  run<Value>(act: (run: AppRun) => Promise<Value>): Promise<Value | undefined>;
  /** What GitHub has sent since is in the mail. */
  collect(): Promise<void>;
  leave(): void;
};

let founded = 0;

export async function openStand(
  openStore: () => Promise<OpenedStore>,
  privateKey?: string,
): Promise<Stand> {
  const store = await openStore();
  const github = await startLocalGitHub({
    rateLimit: Number.MAX_SAFE_INTEGER,
    ...(privateKey === undefined ? {} : { privateKey }),
  });
  const stand: Stand = {
    github,
    store,
    found: (files) => found(stand, files),
    close: async () => {
      await github.close();
      await store.close();
    },
  };
  return stand;
}

async function found(stand: Stand, files: Files): Promise<Site> {
  const { github } = stand;
  const owner = `acme-${(founded += 1)}`;
  const mail: OutgoingDelivery[] = [];
  const scenes: Scene[] = [];
  const fate: Fate = { call: undefined, commit: undefined, calls: [], struck: 0 };
  const stop = github.deliveries.onDelivery((sent) => {
    if (!isEcho(sent)) mail.push(sent);
  });
  const ground = await openGround(github, { owner, files });
  const { repository } = ground;
  const setting = {
    github,
    store: stand.store,
    fate,
    place: `/repos/${owner}/${repository.name}`,
    hear: (scene: Scene) => void scenes.push(scene),
  };
  let living: { readonly troubled: Trouble; readonly run: AppRun } | undefined;
  const site: Site = {
    ...ground,
    stand,
    fate,
    scenes,
    mail,
    now: Date.now(),
    run: async (act) => {
      try {
        living ??= await start();
        return await act(living.run);
      } catch (failure) {
        if (living?.troubled.isDead() !== true && !(failure instanceof Killed)) throw failure;
        return undefined;
      } finally {
        if (living?.troubled.isDead() === true) living = undefined;
        await site.collect();
      }
    },
    collect: () => github.deliveries.settled(),
    leave: () => {
      stop();
      github.world.repositories.delete(repository.id);
      for (const [id, { account }] of github.world.installations) {
        if (account === repository.owner) github.world.installations.delete(id);
      }
    },
  };
  const start = async () => {
    const troubled = trouble(setting);
    const run = await startRun({
      github,
      store: troubled.store,
      fetch: troubled.fetch,
      clock: { now: () => instant(site.now) },
      repository: repositoryId(repository.id),
    });
    return { troubled, run };
  };
  await site.collect();
  return site;
}

/**
 * What GitHub tells the app of the app's own doing. It asks for nothing, is two in three of all
 * deliveries, and has tests of its own where deliveries are translated.
 */
function isEcho({ payload }: OutgoingDelivery): boolean {
  const { sender } = payload;
  return typeof sender === "object" && sender !== null && "type" in sender && sender.type === "Bot"
    ? "login" in sender && sender.login === "agent-omega[bot]"
    : false;
}
