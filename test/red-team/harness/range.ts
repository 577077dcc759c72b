import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStarter } from "../../support/starter.ts";
import type { Case, FileEdit } from "../case.ts";
import { applyEdits, type Rows } from "./apply-edits.ts";
import { distanceBetween } from "./distance.ts";
import { type Commit, importStream } from "./import-stream.ts";
import { layMerges } from "./lay-merges.ts";

/** Where a case's commits stand. `anchors` lead from the first base to the one judged against. */
export type Lane = {
  readonly one: Case;
  readonly anchors: readonly string[];
  readonly base: string;
  readonly attack: string;
  readonly twin: string;
  /** Edits between attack and twin. */
  readonly distance: number;
};

/** One real repository with a branch for each attack and each twin. */
export type ShootingRange = {
  readonly directory: string;
  readonly lanes: readonly Lane[];
  remove(): void;
};

export function buildRange(cases: readonly Case[]): ShootingRange {
  const directory = mkdtempSync(join(tmpdir(), "omega-red-team-"));
  const git = (args: readonly string[], input?: Buffer): void => {
    execFileSync("git", args, {
      cwd: directory,
      ...(input === undefined ? {} : { input }),
      stdio: ["pipe", "ignore", "inherit"],
      env: { PATH: process.env["PATH"], GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" },
    });
  };
  git(["init", "--quiet", "--bare", "--initial-branch=main", "."]);
  const starter = starterRows();
  const commits: Commit[] = [{ branch: "main", former: new Map(), rows: starter }];
  const lanes = cases.map((one, index) => layLane({ one, index, starter, commits }));
  git(["fast-import", "--quiet", "--force"], importStream(commits));
  return {
    directory,
    lanes,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

type Laying = {
  readonly one: Case;
  readonly index: number;
  readonly starter: Rows;
  readonly commits: Commit[];
};

function layLane({ one, index, starter, commits }: Laying): Lane {
  const anchors: string[] = [];
  let at = { branch: "main", rows: starter };
  const grow = (branch: string, from: typeof at, edits: readonly FileEdit[]): typeof at => {
    const rows = named(one, () => applyEdits(from.rows, edits));
    commits.push({ branch, from: from.branch, former: from.rows, rows });
    return { branch, rows };
  };
  if (one.base !== undefined) at = grow(`case-${index}/base`, at, one.base);
  anchors.push(at.branch);
  for (const [step, edits] of (one.earlier?.merged ?? []).entries()) {
    at = grow(`case-${index}/merged-${step}`, at, edits);
    anchors.push(at.branch);
  }
  const { history } = one;
  const { base, attack, twin } =
    history === undefined
      ? {
          base: at,
          attack: grow(`case-${index}/attack`, at, one.attack),
          twin: grow(`case-${index}/twin`, at, one.twin),
        }
      : named(one, () => layMerges({ one, index, commits }, history, at));
  if (base !== at) anchors.splice(0, anchors.length, base.branch);
  const distance = distanceBetween(attack.rows, twin.rows);
  return { one, anchors, base: base.branch, attack: attack.branch, twin: twin.branch, distance };
}

function named<Value>({ name }: Case, make: () => Value): Value {
  try {
    return make();
  } catch (fault) {
    throw new Error(`the case "${name}" does not fit the starter`, { cause: fault });
  }
}

function starterRows(): Rows {
  const { files } = readStarter();
  return new Map(
    Object.entries(files).map(([path, text]) => {
      return [path, { mode: "100644", content: Buffer.from(text) }] as const;
    }),
  );
}
