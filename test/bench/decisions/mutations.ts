import type { Random } from "../simulation/random.ts";

/** What a mutation really is. The engine never sees it. */
type Kind = "improve" | "neutral" | "regress" | "overfit" | "hack";

/** Shares of a stream, and what each kind does: true effect, and what the public suite shows of it. */
export type Mix = {
  readonly shares: Readonly<Record<Kind, number>>;
  /** True gain of an improver, in score points. */
  readonly gain: number;
  /** Share of items that both versions answer differently. */
  readonly discordance: number;
};

/** The reference mix: most changes do nothing, some are learnt by heart, a few cheat. */
export const REFERENCE: Mix = {
  shares: { improve: 0.15, neutral: 0.5, regress: 0.2, overfit: 0.1, hack: 0.05 },
  gain: 0.06,
  discordance: 0.2,
};

/** Improvers are rare and small. */
export const HARD: Mix = {
  shares: { improve: 0.05, neutral: 0.6, regress: 0.2, overfit: 0.1, hack: 0.05 },
  gain: 0.03,
  discordance: 0.2,
};

export const ALL_NULL: Mix = {
  shares: { improve: 0, neutral: 1, regress: 0, overfit: 0, hack: 0 },
  gain: 0,
  discordance: 0.2,
};

/** One mutation as an acceptor meets it: paired answers on both suites, item by item. */
export type Candidate = {
  readonly kind: Kind;
  /** True effect per item. */
  readonly effect: number;
  /** The next difference, candidate minus incumbent, on items that proposers can read. */
  readonly public: () => number;
  /** The same on items that nobody can read. */
  readonly sealed: () => number;
};

const SHOWN: Readonly<Record<Kind, (gain: number) => readonly [truth: number, shown: number]>> = {
  improve: (gain) => [gain, gain],
  neutral: () => [0, 0],
  regress: () => [-0.05, -0.05],
  overfit: () => [0, 0.1],
  hack: () => [-0.05, 0.25],
};

export function drawCandidate(random: Random, { shares, gain, discordance }: Mix): Candidate {
  const kind = drawKind(random, shares);
  const [effect, shown] = SHOWN[kind](gain);
  return {
    kind,
    effect,
    public: () => drawDifference(random, shown, discordance),
    sealed: () => drawDifference(random, effect, discordance),
  };
}

function drawKind(random: Random, shares: Mix["shares"]): Kind {
  let left = random();
  for (const [kind, share] of Object.entries(shares)) {
    left -= share;
    if (left < 0 && isKind(kind)) return kind;
  }
  return "neutral";
}

function isKind(name: string): name is Kind {
  return name in SHOWN;
}

/** +1, 0 or −1 with the mean that is asked for; an effect above the discordance raises it. */
export function drawDifference(random: Random, mean: number, discordance: number): number {
  const differing = Math.max(discordance, Math.abs(mean));
  const drawn = random();
  if (drawn < (differing + mean) / 2) return 1;
  return drawn < differing ? -1 : 0;
}
