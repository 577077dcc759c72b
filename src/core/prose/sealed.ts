import type { BarPlan } from "../evaluation/plan-suite.ts";
import type { Leak } from "../custody/plan-seal.ts";
import { visible } from "./escape.ts";
import type { Paint } from "./offline-check.ts";

/** One shard, and what it can show under each profile. */
export type PlannedShard = {
  readonly name: string;
  readonly role: "query" | "audit";
  readonly items: number;
  readonly clusters: number;
  readonly profiles: readonly (Pick<BarPlan, "minimumDetectableEffect"> & {
    readonly profile: string;
  })[];
  readonly smallestMargin: number;
};

/** Lines of one refusal that are told; more would bury what to do. */
const MOST_TOLD = 10;

/** What a custody holds and can show, as a table. Nothing of the items is said. */
export function renderShards(shards: readonly PlannedShard[], paint: Paint): string {
  const [first] = shards;
  const profiles = first?.profiles.map(({ profile }) => profile) ?? [];
  const heading = ["shard", "items", "clusters", ...profiles, "guards"];
  const rows = shards.map((shard) => [
    shard.name,
    String(shard.items),
    String(shard.clusters),
    ...shard.profiles.map(({ minimumDetectableEffect }) => pointsOf(minimumDetectableEffect)),
    pointsOf(shard.smallestMargin),
  ]);
  const widths = heading.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => (row[at] ?? "").length)),
  );
  const lineOf = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ");
  return [
    paint("strong", lineOf(heading)),
    ...rows.map(lineOf),
    "",
    paint(
      "quiet",
      "Under a profile: the smallest gain, in points, that the shard shows with 80 % power when one\nanswer in five differs. Guards: the smallest margin within which an equal version is shown not to\nbe worse. The audit shard is asked by no gate: omega eval --audit.",
    ),
  ].join("\n");
}

/** Which lines stand where proposers read; the items themselves are not repeated. */
export function renderLeaks(leaks: readonly Leak[]): string {
  const told = leaks
    .slice(0, MOST_TOLD)
    .map(
      ({ line, file, at }) =>
        `line ${line} stands nearly word for word at line ${at} of ${visible(file)}`,
    );
  const more = leaks.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join("\n  ");
}

function pointsOf(effect: number): string {
  return effect < 1 ? (effect * 100).toFixed(1) : "none";
}
