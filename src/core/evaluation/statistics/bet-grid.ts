/**
 * The twelve bets that are mixed: shares of the largest stake that cannot go broke, in
 * geometric steps from .02 to .9. Written out, because `**` may differ between engines.
 */
export const BETS: readonly number[] = [
  0.02, 0.028269754849029542, 0.03995895196121147, 0.056481488798379824, 0.07983589209192031,
  0.11284705487960815, 0.15950792884407528, 0.22546250224492287, 0.31868848330563715,
  0.4504622648129704, 0.6367228897500649, 0.9,
];

/** Share of what could be lost on one difference that a full bet puts at stake. */
export const STAKE = 0.999;

/** How the stake is spread over the bets: whole parts, and how many there are. */
export type Mix = { readonly parts: readonly number[]; readonly whole: number };

/** The same on every bet: no effect is expected more than another. */
export const EVEN: Mix = { parts: BETS.map(() => 1), whole: BETS.length };

/**
 * Most on bets of .1 to .5, which suit differences of two to twenty points between versions of an
 * agent: about a bell over the logarithm of the bet, around .2. Any mix is lawful that is fixed
 * beforehand; this one finds such effects on a sixth fewer units than the even one, and gives up
 * little on the others.
 */
export const USUAL: Mix = { parts: [1, 1, 2, 4, 6, 8, 10, 10, 9, 7, 4, 2], whole: 64 };

/** More on the large bets, which suit the falls by five to thirty points that a canary must catch. */
export const LIVE: Mix = { parts: [1, 1, 1, 2, 3, 5, 8, 10, 12, 10, 7, 4], whole: 64 };
