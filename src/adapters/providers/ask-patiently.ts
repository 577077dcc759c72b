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
  readonly pause: (milliseconds: number) => Promise<void>;
};

/**
 * Tries again where the server says that it is busy or broken, and only there: what else fails, fails
 * again. Every try has its own hold on the purse.
 */
export async function askPatiently(
  one: Omit<Try, "milliseconds">,
  deadlineMs: number,
  { purse, price, most, pause }: Patience,
): Promise<Result<Told, ModelRefusal>> {
  const begun = performance.now();
  const left = (): number => deadlineMs - (performance.now() - begun);
  for (let tries = 1; ; tries += 1) {
    const hold = purse.hold(most, price);
    if (hold === undefined) return refused({ reason: "model-budget-spent", detail: "" });
    const told = await askOnce({ ...one, milliseconds: left() });
    if (told.ok) {
      hold.settle(told.value.usage ?? "all");
      return told;
    }
    const failure = told.refusal;
    hold.settle(failure.mayCost ? "all" : "nothing");
    const wait = failure.retryAfter ?? FIRST_PAUSE_MS * 2 ** (tries - 1);
    const isWorth = failure.isPassing && tries < MOST_TRIES && wait < left();
    if (!isWorth) return refused(refusalOf(failure));
    await pause(wait);
  }
}

function refusalOf({ reason, detail }: Failure): ModelRefusal {
  return { reason, detail };
}
