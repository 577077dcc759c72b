/**
 * How the units that a runtime gave a version by itself fall on the two: the evidence that they were
 * not given in the share that was asked for.
 */
export type SplitEvidence = {
  readonly units: number;
  readonly candidates: number;
  /** Natural logarithm of the e-value against "each unit is a candidate with the share's chance". */
  readonly logEvidence: number;
};

export const EVEN_SPLIT: SplitEvidence = { units: 0, candidates: 0, logEvidence: 0 };

/** A split that is as asked for reaches this once in a thousand canaries, however long each goes on. */
const SPLIT_BAR = 1000;

/**
 * One more unit, whose first outcome is its exposure. The enemy is a runtime that reports the units
 * that went well, or a split that sends the candidate the easy ones: both show in the counts. Each
 * unit multiplies the evidence by its chance under what was seen so far (Laplace's rule) over its
 * chance under the share; such products may be looked at after every unit.
 */
export function observeSplit(
  { units, candidates, logEvidence }: SplitEvidence,
  isCandidate: boolean,
  share: number,
): SplitEvidence {
  const seen = (candidates + 1) / (units + 2);
  const asked = share / 100;
  const factor = isCandidate ? seen / asked : (1 - seen) / (1 - asked);
  return {
    units: units + 1,
    candidates: candidates + (isCandidate ? 1 : 0),
    logEvidence: logEvidence + Math.log(factor),
  };
}

/** Whether what was reported can have been given out in the share that was asked for. */
export function reconciles({ logEvidence }: SplitEvidence): boolean {
  return logEvidence < Math.log(SPLIT_BAR);
}
