import { refused, type Result } from "../../core/kernel/result.ts";
import type { ModelRefusal, ModelUsage } from "../../ports/models.ts";
import type { ModelPrice } from "./access.ts";
import { askOnce, type Told, type Try } from "./ask-once.ts";
import type { Failure } from "./failure.ts";
import type { Purse } from "./purse.ts";

const MOST_TRIES = 4;

/** Before the second try, doubled before each further one. */
const FIRST_PAUSE_MS = 500;

export type Patience = {
  readonly purse: Purse;
  readonly price: ModelPrice;
  /** The most that one try can take. */
  readonly most: ModelUsage;
  /** Ends early, and without a word, when nobody wants the answer any more. */
  readonly pause: (milliseconds: number, unwanted: AbortSignal) => Promise<void>;
};

/**
 * Tries again where the server says that it is busy or broken, and only there: what else fails, fails
 * again. Every try has its own hold on the purse.
 */
export async function askPatiently(
  one: Omit<Try, "milliseconds">,
  deadlineMs: number,
  patience: Patience,
): Promise<Result<Told, ModelRefusal>> {
  const begun = performance.now();
  const left = (): number => deadlineMs - (performance.now() - begun);
  for (let tries = 1; ; tries += 1) {
    if (one.unwanted.aborted) return refused(UNWANTED);
    const told = await tryOnce({ ...one, milliseconds: left() }, patience);
    if (told.ok) return told;
    const { isPassing, retryAfter } = told.refusal;
    const wait = retryAfter ?? FIRST_PAUSE_MS * 2 ** (tries - 1);
    const isWorth = isPassing && tries < MOST_TRIES && wait < left();
    if (!isWorth) return refused(refusalOf(told.refusal));
    await patience.pause(wait, one.unwanted);
  }
}

async function tryOnce(one: Try, { purse, price, most }: Patience): Promise<Result<Told, Failure>> {
  const hold = await purse.hold(most, price);
  if (hold === undefined) return refused(SPENT);
  const told = await askOnce(one);
  if (told.ok) await hold.settle(told.value.usage ?? "all");
  else await hold.settle(told.refusal.mayCost ? "all" : "nothing");
  return told;
}

const SPENT: Failure = {
  reason: "model-budget-spent",
  detail: "the next try could exceed it",
  isPassing: false,
  mayCost: false,
};

const UNWANTED: ModelRefusal = { reason: "model-timed-out", detail: "nobody waits any more" };

function refusalOf({ reason, detail }: Failure): ModelRefusal {
  return { reason, detail };
}
