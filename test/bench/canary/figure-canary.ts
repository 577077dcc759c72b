import { drawRows, markOf } from "../figures/rows.ts";
import type { Scale } from "../figures/scale.ts";
import { type CanaryRow, DROPS } from "./compare-rules.ts";

const SHARES: Scale = {
  from: 0,
  to: 1,
  ticks: [0, 0.25, 0.5, 0.75, 1],
  written: (value) => String(value * 100),
};

const REQUESTS: Scale = {
  from: 30,
  to: 2_400,
  ticks: [30, 100, 300, 1_000, 2_400],
  isLogarithmic: true,
};

const [BLUE, ORANGE] = ["#3b82c4", "#d9822b"];
const OF_DROPS = ["#2f9e6e", "#8b6fc9", "#d1495b"];

export function figureOfCanaries(rows: readonly CanaryRow[]): string {
  return drawRows({
    title: "Canaries: how often a healthy one is taken back, how soon a bad one is",
    told: [
      "Success of 90 %, 20 requests a minute and version, two hours. In the outage both versions fail alike for ten",
      "minutes, and nobody is at fault. A ring at the right end: most drops of that size are never found.",
    ],
    rows: rows.map(({ name }) => ({ name, isOurs: name.startsWith("Agent-Omega") })),
    panelWidth: 250,
    panels: [
      {
        title: "healthy, yet taken back",
        unit: "% of canaries (bar: 5)",
        scale: SHARES,
        limit: 0.05,
        series: [
          { name: "calm", colour: BLUE ?? "", marks: rows.map(({ calm }) => markOf(calm)) },
          { name: "outage", colour: ORANGE ?? "", marks: rows.map(({ shared }) => markOf(shared)) },
        ],
      },
      {
        title: "requests until a drop is found",
        unit: "median requests of the canary",
        scale: REQUESTS,
        series: DROPS.map((drop, at) => ({
          name: `−${drop * 100} pts`,
          colour: OF_DROPS[at] ?? "",
          marks: rows.map(({ requests }) =>
            markOf(requests[at] ?? { value: Infinity, lower: 0, upper: 0 }),
          ),
        })),
      },
    ],
  });
}
