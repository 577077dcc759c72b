import type { CompileStageReport } from "../ir/compile/compile-system.ts";
import { type Paint, renderAt } from "./offline-check.ts";

type Told = {
  readonly system: string;
  readonly stages: readonly CompileStageReport[];
  readonly artifact?: { readonly digest: string; readonly version: string };
};

/** A compilation for people: its stages, what each found, and the name of what came out. */
export function renderCompilation({ system, stages, artifact }: Told, paint: Paint): string {
  const rows = stages.flatMap(({ stage, outcome, findings }) => [
    `  ${stage}: ${paint(TONES[outcome], outcome)}`,
    ...findings.map((finding) => renderAt(finding, paint)),
  ]);
  const ending =
    artifact === undefined
      ? ["Not sealed: every stage has to pass first."]
      : [`version  ${artifact.version}`, `artifact ${artifact.digest}`];
  return [paint("strong", system), ...rows, ...ending].join("\n");
}

const TONES = { pass: "good", fail: "bad", "no-data": "quiet" } as const;
