import type { SystemVersion } from "../../core/ir/system.ts";
import type { Digest } from "../../core/kernel/digest.ts";
import type { Asking, Side } from "./collect-cases.ts";
import type { Evaluating, SuiteProgress } from "./evaluating.ts";
import { type ModelDesk, openModelDesk } from "./model-desk.ts";
import { openSide } from "./open-side.ts";

/** Versions that were started, and how to ask them side by side. */
export type Askings = {
  /** Baseline and candidate. */
  readonly asking: Asking;
  /** What people last approved, in the baseline's place; absent where that is the baseline. */
  readonly sinceAnchor?: Asking;
};

/** Starts every version that is to be compared. All share one seed and one desk. */
export async function openAskings(
  evaluating: Evaluating,
): Promise<Askings & { close(): Promise<void> }> {
  const { request, ports } = evaluating;
  const { before, after } = request.mutation;
  const models =
    ports.models === undefined
      ? undefined
      : openModelDesk(ports.models, () => request.isCurrent(), request.account);
  const anchored = request.anchor === "missing" ? undefined : request.anchor;
  const [baseline, candidate, anchor] = await Promise.all([
    startSide(evaluating, before, models),
    startSide(evaluating, after, models),
    anchored === undefined ? undefined : startSide(evaluating, anchored, models),
  ]);
  const asking: Asking = {
    ports,
    baseline,
    candidate,
    ...(models === undefined ? {} : { models }),
    isCurrent: () => request.isCurrent(),
    onProgress: (progress) =>
      request.onProgress?.({ ...progress, suite: nameOf(evaluating, progress.suite) }),
  };
  const close = async (): Promise<void> => {
    const sides = [baseline, candidate, ...(anchor === undefined ? [] : [anchor])];
    await Promise.all(sides.map((side) => side.runner.close()));
  };
  return anchor === undefined
    ? { asking, close }
    : { asking, sinceAnchor: { ...asking, baseline: anchor }, close };
}

function nameOf({ prepared }: Evaluating, suite: Digest): SuiteProgress["suite"] {
  if (suite === prepared.public.digest) return "public";
  return suite === prepared.sealed?.questions.digest ? "sealed" : "other";
}

/** All sides share one seed and one desk, so that they meet the same chance on the same item. */
function startSide(
  { ports, prepared, request }: Evaluating,
  version: SystemVersion,
  models: ModelDesk | undefined,
): Promise<Side> {
  const seed = `evaluation/${prepared.public.digest}`;
  return openSide(ports, version, { seed, models, runner: request.rules.runner });
}
