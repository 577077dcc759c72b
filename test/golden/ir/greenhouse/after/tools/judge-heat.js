export function run({ celsius }, { parameters }) {
  const { too_warm, too_cold } = parameters;
  if (celsius > too_warm) return { action: "vent", certainty: 0.9 };
  if (celsius < too_cold) return { action: "heat", certainty: 0.8 };
  return { action: "wait", certainty: 0.45 };
}
