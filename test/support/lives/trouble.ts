import type { LocalGitHub } from "../../../src/local/github/server.ts";
import type { RequestFault } from "../../../src/local/github/http/faults.ts";
import type { Store, Transaction } from "../../../src/ports/store/store.ts";
import { isQuestion } from "../questions.ts";
import type { Scene, Write } from "./story.ts";

/** What may happen to one call of the app's. */
export const STRIKES = [
  "error",
  "answer-lost",
  "time-out",
  "limit",
  "limit-unnamed",
  "killed-before",
  "killed-after",
] as const;

export type Strike = (typeof STRIKES)[number] | "token-expired";

const FAULTS: Readonly<Partial<Record<Strike, RequestFault>>> = {
  error: { kind: "error", status: 500, when: "before" },
  "answer-lost": { kind: "error", status: 502, when: "after" },
  "time-out": { kind: "drop", when: "after" },
  limit: { kind: "limit", status: 403, seconds: 30 },
  "limit-unnamed": { kind: "limit", status: 429 },
  "token-expired": { kind: "error", status: 401, when: "before" },
};

/** Strikes after which GitHub has done what the app does not know of. */
const AFTERWARDS: readonly Strike[] = ["answer-lost", "time-out", "killed-after"];

export class Killed extends Error {
  override readonly name = "Killed";
}

/** One process of the app between it and its world: what it says is heard, and it may die at any word. */
export type Trouble = {
  readonly fetch: typeof fetch;
  readonly store: Store;
  isDead(): boolean;
};

/** What is to go wrong, counted from now; shared by one process and those after it. */
export type Fate = {
  /** Calls until a strike, and the strike. */
  call: { in: number; strike: Strike } | undefined;
  /** Transactions until the process dies, right after the commit. */
  commit: { in: number } | undefined;
  /** Every call of the app's so far, as `POST /check-runs`. */
  readonly calls: string[];
  struck: number;
};

type Setting = {
  readonly github: LocalGitHub;
  readonly store: Store;
  readonly fate: Fate;
  /** `/repos/acme/desk`, as it begins the paths of this repository. */
  readonly place: string;
  readonly hear: (scene: Scene) => void;
};

export function trouble(setting: Setting): Trouble {
  const life = { dead: false };
  const assertAlive = (): void => {
    if (life.dead) throw new Killed("this process is dead");
  };
  return {
    isDead: () => life.dead,
    fetch: async (input, init) => {
      assertAlive();
      return call(setting, life, [input, init]);
    },
    store: {
      ...setting.store,
      transact: async (work) => {
        assertAlive();
        const seen: Scene[] = [];
        const value = await setting.store.transact((tx) => {
          seen.length = 0;
          return work(overheard(tx, seen));
        });
        seen.forEach(setting.hear);
        strikeCommit(setting.fate, life);
        return value;
      },
    },
  };
}

function strikeCommit(fate: Fate, life: { dead: boolean }): void {
  if (fate.commit === undefined) return;
  fate.commit.in -= 1;
  if (fate.commit.in >= 0) return;
  fate.commit = undefined;
  fate.struck += 1;
  life.dead = true;
  throw new Killed("killed after a commit");
}

async function call(
  { github, fate, place, hear }: Setting,
  life: { dead: boolean },
  [input, init]: Parameters<typeof fetch>,
): Promise<Response> {
  const strike = nextStrike(fate);
  const write = writeOf([input, init], place);
  const { method, path } = write;
  fate.calls.push(`${method} ${path}`);
  if (strike === "killed-before") die(life);
  const fault = strike && FAULTS[strike];
  if (fault !== undefined) github.faults.inject({}, fault, 1);
  const isDone = strike !== undefined && AFTERWARDS.includes(strike);
  // Heard when it leaves: what the record holds by then is what it may rest on.
  if (!isQuestion(write) && (strike === undefined || isDone)) hear({ kind: "write", write });
  const answer = await github.fetch(input, init);
  if (strike === "killed-after") die(life);
  return answer;
}

function die(life: { dead: boolean }): never {
  life.dead = true;
  throw new Killed("killed at a call");
}

function nextStrike(fate: Fate): Strike | undefined {
  if (fate.call === undefined) return undefined;
  if (fate.call.in > 0) {
    fate.call.in -= 1;
    return undefined;
  }
  const { strike } = fate.call;
  fate.call = undefined;
  fate.struck += 1;
  return strike;
}

function writeOf([input, init]: Parameters<typeof fetch>, place: string): Write {
  const url = new URL(input instanceof Request ? input.url : input);
  const path = url.pathname.replace(/^\/api\/v3/, "");
  const isOwn = path.startsWith(place);
  return {
    method: init?.method ?? "GET",
    path: isOwn ? path.slice(place.length) : path,
    body: typeof init?.body === "string" ? JSON.parse(init.body) : {},
  };
}

/** The same transaction, with what is promised in it noted. */
function overheard(tx: Transaction, seen: Scene[]): Transaction {
  return {
    ...tx,
    ledger: {
      ...tx.ledger,
      append: async (draft) => {
        const entry = await tx.ledger.append(draft);
        seen.push({ kind: "entry", entry });
        return entry;
      },
      appendAll: async (drafts) => {
        const entries = await tx.ledger.appendAll(drafts);
        for (const entry of entries) seen.push({ kind: "entry", entry });
        return entries;
      },
    },
    work: {
      ...tx.work,
      claim: async (...asked) => {
        const lease = await tx.work.claim(...asked);
        if (lease !== undefined) seen.push({ kind: "lease", lease });
        return lease;
      },
    },
    systems: {
      ...tx.systems,
      holdCanary: async (...asked) => {
        const held = await tx.systems.holdCanary(...asked);
        if (held) seen.push({ kind: "lock", pull: asked[0].pull, held: true });
        return held;
      },
      releaseCanary: async (key, system) => {
        await tx.systems.releaseCanary(key, system);
        seen.push({ kind: "lock", pull: key.pull, held: false });
      },
    },
  };
}
