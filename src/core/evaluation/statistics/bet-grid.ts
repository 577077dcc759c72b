/**
 * The twelve bets that are mixed evenly: shares of the largest stake that cannot go broke, in
 * geometric steps from .02 to .9. Written out, because `**` may differ between engines.
 */
export const BETS: readonly number[] = [
  0.02, 0.028269754849029542, 0.03995895196121147, 0.056481488798379824, 0.07983589209192031,
  0.11284705487960815, 0.15950792884407528, 0.22546250224492287, 0.31868848330563715,
  0.4504622648129704, 0.6367228897500649, 0.9,
];

/** Share of what could be lost on one difference that a full bet puts at stake. */
export const STAKE = 0.999;
