/**
 * The mean of e-values is an e-value, whatever they have in common (Vovk & Wang 2021). One that is
 * no number ≥ 0 counts as 0, which proves nothing; none at all is 1.
 */
export function averagedEvidence(eValues: readonly number[]): number {
  if (eValues.length === 0) return 1;
  let sum = 0;
  for (const eValue of eValues) sum += soundly(eValue) / eValues.length;
  return Math.min(sum, Number.MAX_VALUE);
}

/** Their product is one too, but only where each is valid given the others' data: disjoint data. */
export function multipliedEvidence(disjoint: readonly number[]): number {
  let product = 1;
  for (const eValue of disjoint) product = Math.min(product * soundly(eValue), Number.MAX_VALUE);
  return product;
}

function soundly(eValue: number): number {
  return eValue >= 0 ? Math.min(eValue, Number.MAX_VALUE) : 0;
}
