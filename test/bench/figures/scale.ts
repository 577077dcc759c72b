/** Where a value stands between two pixels. */
export type Scale = {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly isLogarithmic?: boolean;
  /** How a value is written at its tick. */
  readonly written?: (value: number) => string;
};

/** Values beyond the ends stand at the ends. */
export function placedOn(scale: Scale, [start, end]: readonly [number, number]) {
  const measure = scale.isLogarithmic === true ? Math.log : Number;
  const [low, high] = [measure(scale.from), measure(scale.to)];
  return (value: number): number => {
    const within = Math.min(scale.to, Math.max(scale.from, value));
    return start + ((measure(within) - low) / (high - low)) * (end - start);
  };
}

export function writtenOn({ written = String }: Scale, value: number): string {
  return written(value);
}
