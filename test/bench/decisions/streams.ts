import type { Entrant } from "./acceptors.ts";
import { drawCandidate, type Mix } from "./mutations.ts";
import { randomOf } from "../simulation/random.ts";

export type Setting = {
  readonly mix: Mix;
  readonly streams: number;
  readonly mutations: number;
  readonly seed: number;
};

/** What came of one stream. */
export type Outcome = {
  readonly accepts: number;
  /** Accepts without a true gain. */
  readonly falseAccepts: number;
  readonly harmful: number;
  readonly improvers: number;
  readonly improversAccepted: number;
  readonly hacks: number;
  readonly hacksAccepted: number;
  readonly overfits: number;
  readonly overfitsAccepted: number;
  readonly mutations: number;
  readonly pairs: number;
  /** Sum of the true effects that were accepted, in score points. */
  readonly net: number;
};

/** Every entrant meets the same mutations: a stream's chance depends on its number alone. */
export function runStreams({ start }: Entrant, setting: Setting): readonly Outcome[] {
  return Array.from({ length: setting.streams }, (_, stream) => {
    const accept = start();
    let outcome = NOTHING;
    for (let at = 0; at < setting.mutations; at += 1) {
      const random = randomOf(setting.seed, stream * 1009 + at);
      const candidate = drawCandidate(random, setting.mix);
      const judged = accept(candidate);
      outcome = added(outcome, candidate, judged);
    }
    return outcome;
  });
}

const NOTHING: Outcome = {
  accepts: 0,
  falseAccepts: 0,
  harmful: 0,
  improvers: 0,
  improversAccepted: 0,
  hacks: 0,
  hacksAccepted: 0,
  overfits: 0,
  overfitsAccepted: 0,
  mutations: 0,
  pairs: 0,
  net: 0,
};

function added(
  outcome: Outcome,
  { kind, effect }: ReturnType<typeof drawCandidate>,
  { accepted, pairs }: { readonly accepted: boolean; readonly pairs: number },
): Outcome {
  const count = (is: boolean): number => (is ? 1 : 0);
  return {
    accepts: outcome.accepts + count(accepted),
    falseAccepts: outcome.falseAccepts + count(accepted && effect <= 0),
    harmful: outcome.harmful + count(accepted && effect < 0),
    improvers: outcome.improvers + count(kind === "improve"),
    improversAccepted: outcome.improversAccepted + count(kind === "improve" && accepted),
    hacks: outcome.hacks + count(kind === "hack"),
    hacksAccepted: outcome.hacksAccepted + count(kind === "hack" && accepted),
    overfits: outcome.overfits + count(kind === "overfit"),
    overfitsAccepted: outcome.overfitsAccepted + count(kind === "overfit" && accepted),
    mutations: outcome.mutations + 1,
    pairs: outcome.pairs + pairs,
    net: outcome.net + (accepted ? effect : 0),
  };
}
