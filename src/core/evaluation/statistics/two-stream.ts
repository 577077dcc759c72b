/**
 * Two arms whose successes come in blocks: evidence that their rates differ at all.
 *
 * Per block the likelihood of (θa, θb), learnt from earlier blocks only, over that of the one rate
 * θ0 between them (Turner, Ly & Grünwald, arXiv 2106.02693). Valid whenever one looks; slower than
 * one for the single direction of a regression. + − × ÷ only, so it replays bit for bit.
 */
export type TwoStream = {
  /** ≥ 0 and finite; 1 at the start. */
  readonly evidence: number;
  readonly a: Arm;
  readonly b: Arm;
  /** Blocks that were no counts and told nothing. */
  readonly unread: number;
};

type Arm = { readonly successes: number; readonly trials: number };

/** One block: what became of so many trials in each arm. */
export type Block = { readonly a: Arm; readonly b: Arm };

/** Pseudo-successes and pseudo-failures before the first block, for the smaller arm's share. */
const PRIOR = 0.18;

const NONE: Arm = { successes: 0, trials: 0 };

export const NO_BLOCKS: TwoStream = { evidence: 1, a: NONE, b: NONE, unread: 0 };

/** One more block. The sizes of its arms must not depend on the outcomes in it. */
export function observeBlock(stream: TwoStream, block: Block): TwoStream {
  if (!isArm(block.a) || !isArm(block.b)) return { ...stream, unread: stream.unread + 1 };
  const [a, b] = [block.a.trials, block.b.trials];
  const thetaA = learnt(stream.a, PRIOR);
  const thetaB = learnt(stream.b, PRIOR * (b / a));
  const theta0 = (a * thetaA + b * thetaB) / (a + b);
  const ratio =
    (likelihood(block.a, thetaA) * likelihood(block.b, thetaB)) /
    (likelihood(block.a, theta0) * likelihood(block.b, theta0));
  return {
    evidence: Math.min(stream.evidence * ratio, Number.MAX_VALUE),
    a: added(stream.a, block.a),
    b: added(stream.b, block.b),
    unread: stream.unread,
  };
}

function learnt({ successes, trials }: Arm, prior: number): number {
  return (successes + prior) / (trials + 2 * prior);
}

function likelihood({ successes, trials }: Arm, theta: number): number {
  let product = 1;
  for (let trial = 0; trial < trials; trial += 1) product *= trial < successes ? theta : 1 - theta;
  return product;
}

function added(before: Arm, block: Arm): Arm {
  return { successes: before.successes + block.successes, trials: before.trials + block.trials };
}

/** Larger blocks than this would let a likelihood sink to zero. */
const LARGEST_BLOCK = 500;

function isArm({ successes, trials }: Arm): boolean {
  return (
    Number.isSafeInteger(successes) &&
    Number.isSafeInteger(trials) &&
    trials >= 1 &&
    trials <= LARGEST_BLOCK &&
    successes >= 0 &&
    successes <= trials
  );
}
