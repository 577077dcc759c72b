import type { JudgedPair } from "./judged.ts";
import { replayBets } from "./replay-bets.ts";
import { correctGain, gainsOf } from "./replay-units.ts";

/** Whether one of the slices that ids name is shown to be worse, at twenty shared out among them. */
export function isAnySliceWorse(pairs: readonly JudgedPair[]): boolean {
  const names = new Set(pairs.flatMap(({ item }) => sliceOf(item) ?? []));
  return [...names].some((name) => {
    const gains = gainsOf(
      pairs.filter(({ item }) => sliceOf(item) === name),
      correctGain,
    );
    const losses = gains.map((gain) => 0 - gain);
    return replayBets(losses, 0) >= 20 * names.size;
  });
}

function sliceOf(item: string | undefined): string | undefined {
  const [mark, name, rest] = item?.split("/") ?? [];
  return mark === "slice" && name !== "" && rest !== undefined ? name : undefined;
}
