import { drawRows, markOf } from "../figures/rows.ts";
import type { Scale } from "../figures/scale.ts";
import type { AcceptorRow } from "./bench-streams.ts";

const SHARES: Scale = {
  from: 0,
  to: 1,
  ticks: [0, 0.25, 0.5, 0.75, 1],
  written: (value) => String(value * 100),
};

const GAINED: Scale = {
  from: -0.5,
  to: 1,
  ticks: [-0.5, 0, 0.5, 1],
  written: (value) => String(value * 100),
};

const PAIRS: Scale = { from: 0, to: 1_500, ticks: [0, 500, 1_000, 1_500] };

const [RED, GREEN, BLUE, GREY] = ["#d1495b", "#2f9e6e", "#3b82c4", "#8b8f98"];

export function figureOfAcceptors(rows: readonly AcceptorRow[]): string {
  return drawRows({
    title: "Who accepts what: 200 runs of 100 proposed changes",
    told: [
      "15 % gain six points, half do nothing, the others are worse, overfitted or cheat. An acceptor should be wrong",
      "seldom and still find the gains: accepting everything finds all and harms, rejecting everything finds none.",
    ],
    rows: rows.map(({ name }, at) => ({ name, isOurs: at === 0 })),
    panelWidth: 170,
    panels: [
      {
        title: "wrong among the accepted",
        unit: "% (promised: at most 10)",
        scale: SHARES,
        limit: 0.1,
        series: [{ colour: RED ?? "", marks: rows.map(({ falsely }) => markOf(falsely)) }],
      },
      {
        title: "true gains found",
        unit: "%",
        scale: SHARES,
        series: [{ colour: GREEN ?? "", marks: rows.map(({ power }) => markOf(power)) }],
      },
      {
        title: "gained in all, harm deducted",
        unit: "% of what there was to gain",
        scale: GAINED,
        limit: 0,
        series: [{ colour: BLUE ?? "", marks: rows.map(({ gained }) => ({ value: gained })) }],
      },
      {
        title: "items asked for each change",
        unit: "pairs of runs",
        scale: PAIRS,
        series: [{ colour: GREY ?? "", marks: rows.map(({ pairs }) => ({ value: pairs })) }],
      },
    ],
  });
}
