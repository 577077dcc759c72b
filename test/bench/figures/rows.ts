import type { Likely } from "../simulation/figures.ts";
import { placedOn, type Scale, writtenOn } from "./scale.ts";
import { band, dot, drawingOf, line, ring, stroke, words } from "./svg.ts";

/** One value of one row, with its interval where it has one; nothing where it was never reached. */
export type Mark = {
  readonly value: number | undefined;
  readonly interval?: readonly [number, number];
};

/** A ring, where the value was never reached. */
export function markOf({ value, lower, upper }: Likely): Mark {
  return value < Infinity ? { value, interval: [lower, upper] } : { value: undefined };
}

type Series = {
  readonly name?: string;
  readonly colour: string;
  /** One for each row. */
  readonly marks: readonly Mark[];
};

type Panel = {
  readonly title: string;
  readonly unit: string;
  readonly scale: Scale;
  /** What should not be passed. */
  readonly limit?: number;
  readonly series: readonly Series[];
};

type RowsFigure = {
  readonly title: string;
  /** What a reader should see, in one or two lines. */
  readonly told: readonly string[];
  readonly rows: readonly { readonly name: string; readonly isOurs: boolean }[];
  readonly panels: readonly Panel[];
  /** Of each, in pixels. */
  readonly panelWidth: number;
};

const NAMES = 262;
const GAP = 36;
const ROW = 26;
const TOP = 128;

/** Names to the left, and a panel of dots for each thing that was measured of them. */
export function drawRows(figure: RowsFigure): string {
  const { title, told, rows, panels, panelWidth } = figure;
  const width = NAMES + panels.length * (panelWidth + GAP);
  const height = TOP + rows.length * ROW + 48;
  const names = rows.flatMap(({ name, isOurs }, row) => {
    const y = TOP + row * ROW + ROW / 2;
    const background = isOurs ? [band([0, y - ROW / 2], { width, height: ROW })] : [];
    return [...background, words([8, y + 4], name, { kind: isOurs ? "strong" : "" })];
  });
  const head = [
    words([8, 24], title, { kind: "title" }),
    ...told.map((text, at) => words([8, 44 + at * 16], text, { kind: "faint" })),
  ];
  const drawn = panels.flatMap((panel, at) =>
    drawPanel(panel, {
      left: NAMES + at * (panelWidth + GAP),
      width: panelWidth,
      rows: rows.length,
    }),
  );
  const marks = [...head, ...names, ...drawn];
  return drawingOf({ width, height }, { title, told: told.join(" "), marks });
}

type Frame = { readonly left: number; readonly width: number; readonly rows: number };

function drawPanel(panel: Panel, { left, width, rows }: Frame): readonly string[] {
  const { title, unit, scale, limit, series } = panel;
  const at = placedOn(scale, [left, left + width]);
  const bottom = TOP + rows * ROW;
  const axis = scale.ticks.flatMap((tick) => [
    line([at(tick), TOP], [at(tick), bottom], "rule"),
    words([at(tick), bottom + 16], writtenOn(scale, tick), { kind: "faint", anchor: "middle" }),
  ]);
  const beyond = limit === undefined ? [] : [line([at(limit), TOP], [at(limit), bottom], "limit")];
  return [
    words([left, TOP - 30], title, { kind: "strong" }),
    ...keyOf(series, { left, width }),
    ...axis,
    words([left + width / 2, bottom + 34], unit, { kind: "faint", anchor: "middle" }),
    ...beyond,
    ...series.flatMap((one, place) => drawSeries(one, { at, place, among: series.length })),
  ];
}

/** Names of the colours, where there are several. */
function keyOf(
  series: readonly Series[],
  { left, width }: Pick<Frame, "left" | "width">,
): readonly string[] {
  const named = series.filter(({ name }) => name !== undefined);
  const step = width / Math.max(1, named.length);
  return named.flatMap(({ name = "", colour }, place) => [
    dot([left + place * step + 5, TOP - 14], colour),
    words([left + place * step + 14, TOP - 10], name, { kind: "faint" }),
  ]);
}

type Placing = {
  readonly at: (value: number) => number;
  readonly place: number;
  readonly among: number;
};

function drawSeries({ colour, marks }: Series, { at, place, among }: Placing): readonly string[] {
  return marks.flatMap(({ value, interval }, row) => {
    const y = TOP + row * ROW + (ROW * (place + 1)) / (among + 1);
    if (value === undefined) return [ring([at(Infinity), y], colour)];
    const whisker =
      interval === undefined ? [] : [stroke([at(interval[0]), y], [at(interval[1]), y], colour)];
    return [...whisker, dot([at(value), y], colour)];
  });
}
