import { placedOn, type Scale, writtenOn } from "./scale.ts";
import { curve, dot, drawingOf, line, type Place, words } from "./svg.ts";

type Curve = {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly Place[];
  /** Measured, where the curve is computed. */
  readonly dots: readonly Place[];
};

type CurvesFigure = {
  readonly title: string;
  readonly told: readonly string[];
  readonly across: { readonly scale: Scale; readonly unit: string };
  readonly up: { readonly scale: Scale; readonly unit: string };
  readonly curves: readonly Curve[];
};

const [WIDTH, HEIGHT] = [760, 460];
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 560, 96, 400];

export function drawCurves({ title, told, across, up, curves }: CurvesFigure): string {
  const x = placedOn(across.scale, [LEFT, RIGHT]);
  const y = placedOn(up.scale, [BOTTOM, TOP]);
  const place = ([right, high]: Place): Place => [x(right), y(high)];
  const marks = [
    words([8, 24], title, { kind: "title" }),
    ...told.map((text, at) => words([8, 44 + at * 16], text, { kind: "faint" })),
    ...across.scale.ticks.flatMap((tick) => [
      line([x(tick), TOP], [x(tick), BOTTOM], "rule"),
      words([x(tick), BOTTOM + 18], writtenOn(across.scale, tick), {
        kind: "faint",
        anchor: "middle",
      }),
    ]),
    ...up.scale.ticks.flatMap((tick) => [
      line([LEFT, y(tick)], [RIGHT, y(tick)], "rule"),
      words([LEFT - 8, y(tick) + 4], writtenOn(up.scale, tick), { kind: "faint", anchor: "end" }),
    ]),
    words([(LEFT + RIGHT) / 2, BOTTOM + 40], across.unit, { kind: "faint", anchor: "middle" }),
    words([LEFT, TOP - 8], up.unit, { kind: "faint" }),
    ...curves.flatMap((one, at) => [
      curve(one.points.map(place), one.colour),
      ...one.dots.map((measured) => dot(place(measured), one.colour)),
      dot([RIGHT + 20, TOP + 12 + at * 22], one.colour),
      words([RIGHT + 32, TOP + 16 + at * 22], one.name),
    ]),
  ];
  return drawingOf({ width: WIDTH, height: HEIGHT }, { title, told: told.join(" "), marks });
}
