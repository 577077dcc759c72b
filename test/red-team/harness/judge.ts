import { openClone } from "../../../src/adapters/git-clone/open-clone.ts";
import { openSandbox } from "../../../src/adapters/sandbox/sandbox.ts";
import type { Finding } from "../../../src/core/gate/finding.ts";
import type { Tree } from "../../../src/core/ir/snapshot.ts";
import type { Sha } from "../../../src/core/kernel/ids.ts";
import { validate } from "../../../src/core/validation/validate.ts";
import type { CloneCheck } from "../../../src/flows/clone/check-clone.ts";
import type { Clone } from "../../../src/ports/clone.ts";
import type { Sandbox, ToolResult } from "../../../src/ports/sandbox.ts";
import { checkWithPast } from "./check-with-past.ts";
import type { Lane } from "./range.ts";

/** What became of one pull request. */
type Shot = {
  readonly check: CloneCheck;
  readonly findings: readonly Finding[];
  /** Codes that validation would still give, were the constitution silent. */
  readonly behind: readonly string[];
  readonly milliseconds: number;
};

export type Judged = { readonly lane: Lane; readonly attack: Shot; readonly twin: Shot };

export type Judge = {
  judge(lane: Lane): Promise<Judged>;
  close(): Promise<void>;
};

/** A clone's reader of objects lives for a minute at most, so long runs take several. */
const LANES_PER_CLONE = 20;

/** Judges lanes by the flow behind `omega check`. What many lanes share is read or run once. */
export async function openJudge(directory: string): Promise<Judge> {
  const trees = new Map<Sha, Promise<Tree>>();
  const sandbox = rememberingAnswers(await openSandbox({ bubblewrap: "off" }));
  let clone = await cloneAt(directory, trees);
  let lanes = 0;
  const shoot = async (lane: Lane, side: "attack" | "twin"): Promise<Shot> => {
    const started = performance.now();
    const commits = await commitsOf(clone, lane, side);
    const check = await checkWithPast({ objects: clone, sandbox }, commits);
    const milliseconds = performance.now() - started;
    const findings = check.reports.flatMap((report) => report.findings);
    const behind = check.change === undefined ? [] : validate(check.change).findings;
    return { check, findings, behind: behind.map(({ code }) => code), milliseconds };
  };
  return {
    judge: async (lane) => {
      lanes += 1;
      if (lanes % LANES_PER_CLONE === 0) {
        await clone.close();
        clone = await cloneAt(directory, trees);
      }
      return { lane, attack: await shoot(lane, "attack"), twin: await shoot(lane, "twin") };
    },
    close: () => clone.close(),
  };
}

async function cloneAt(directory: string, trees: Map<Sha, Promise<Tree>>): Promise<Clone> {
  const opened = await openClone({ directory, path: process.env["PATH"] ?? "" });
  if (!opened.ok) throw new Error(`the range is ${opened.refusal.kind}`);
  return rememberingTrees(opened.value, trees);
}

async function commitsOf(clone: Clone, lane: Lane, side: "attack" | "twin") {
  const resolve = async (ref: string): Promise<Sha> => {
    const found = await clone.resolve(ref);
    if (!found.ok) throw new Error(`the range has no ${ref}`);
    return found.value;
  };
  const { one } = lane;
  const past = side === "twin" ? (one.twinEarlier ?? one.earlier) : one.earlier;
  return {
    anchors: await Promise.all(lane.anchors.map(resolve)),
    headSha: await resolve(lane[side]),
    ...(past === undefined ? {} : { past }),
  };
}

function rememberingTrees(clone: Clone, trees: Map<Sha, Promise<Tree>>): Clone {
  return {
    ...clone,
    tree: (commit) => {
      const tree = trees.get(commit) ?? clone.tree(commit);
      trees.set(commit, tree);
      return tree;
    },
  };
}

/** The starter's tools ask for nothing but what is in the key; a seed differs with every digest. */
function rememberingAnswers(sandbox: Sandbox): Sandbox {
  const answers = new Map<string, Promise<ToolResult>>();
  return {
    isolation: sandbox.isolation,
    // A session starts its child with the first call, so that what is remembered starts none.
    open: async (tools) => {
      const session = await sandbox.open(tools);
      return {
        call: (call) => {
          const key = JSON.stringify([tools, call.tool, call.input, call.parameters]);
          const answer = answers.get(key) ?? session.call(call);
          answers.set(key, answer);
          return answer;
        },
        close: () => session.close(),
      };
    },
  };
}
