import type { Caution } from "../evaluation/evaluation.ts";

/** Why a system is judged more strictly than its profile says; nothing where it is not. */
export function renderCaution(caution: Caution | undefined): string {
  if (caution === undefined || caution.factor <= 1) return "";
  const { factor, failed, held } = caution;
  return `**Judged ${factor} times as strictly:** of the last ${failed + held} acceptances of this system that met live units, ${failed} did not last. The bar and the canary's steps ask for ${factor} times the profile's evidence until more of them hold.`;
}
