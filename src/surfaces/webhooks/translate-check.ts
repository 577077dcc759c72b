import { z } from "zod";
import { sha } from "../../core/kernel/ids.ts";
import type { Command } from "../../core/rollout/command.ts";
import type { Hint } from "../../flows/intake/hint.ts";
import {
  actorOf,
  commandNamed,
  type Heard,
  id,
  inRepository,
  installationOf,
  keyOf,
  sender,
} from "./payload.ts";

const ours = {
  app: z.object({ id }).nullable(),
  head_sha: z.string(),
  pull_requests: z.array(z.object({ number: id })),
};

export const checkRunSchema = inRepository.extend({
  action: z.string(),
  check_run: z.object({ ...ours, external_id: z.string().nullable() }),
  requested_action: z.object({ identifier: z.string() }).optional(),
  sender,
});

export const checkSuiteSchema = inRepository.extend({
  action: z.string(),
  check_suite: z.object(ours),
  sender,
});

type CheckRun = z.infer<typeof checkRunSchema>;
type CheckSuite = z.infer<typeof checkSuiteSchema>;

/** Buttons and re-runs of our own checks. Those of other apps may carry our names but not our id. */
export function translateCheckRun(payload: CheckRun, heard: Heard): readonly Hint[] {
  const { check_run: run, action, requested_action: pressed } = payload;
  if (run.app?.id !== heard.appId) return [];
  const command =
    action === "rerequested"
      ? "re-evaluate"
      : action === "requested_action" && commandNamed(pressed?.identifier ?? "");
  if (!command) return [];
  const inSlot = pullOfSlot(run.external_id ?? "");
  const numbers = inSlot === undefined ? run.pull_requests.map(({ number }) => number) : [inSlot];
  return ask(payload, heard, { command, numbers, head: run.head_sha });
}

export function translateCheckSuite(payload: CheckSuite, heard: Heard): readonly Hint[] {
  const { check_suite: suite, action } = payload;
  if (action !== "rerequested" || suite.app?.id !== heard.appId) return [];
  const numbers = suite.pull_requests.map(({ number }) => number);
  return ask(payload, heard, { command: "re-evaluate", numbers, head: suite.head_sha });
}

/** Our runs carry their slot, `check/<sha>/<pull>/<name>`; for forks GitHub lists no pull request. */
function pullOfSlot(slot: string): number | undefined {
  const digits = /^check\/[0-9a-f]{40}\/([1-9]\d{0,9})\//.exec(slot)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

type Asked = {
  readonly command: Command;
  readonly numbers: readonly number[];
  readonly head: string;
};

function ask(
  payload: CheckRun | CheckSuite,
  { guid, at }: Heard,
  { command, numbers, head }: Asked,
): readonly Hint[] {
  return numbers.map((number, index) => ({
    kind: "command",
    installation: installationOf(payload),
    request: {
      guid: index === 0 ? guid : `${guid}/${index}`,
      key: keyOf(payload, number),
      command,
      actor: actorOf(payload.sender),
      headSha: sha(head),
      via: "button",
      at,
    },
  }));
}
