import type { Finding } from "../../gate/finding.ts";
import type { Outcome } from "../../gate/gate.ts";
import type { ReasonCode } from "../../gate/reason-code.ts";
import type { Artifact } from "../artifact.ts";
import { compile } from "../compile.ts";
import { readSystem } from "../read-system.ts";
import type { SystemVersion } from "../system.ts";

/** From bytes to bundle. Each stage reports all it finds; one whose ground is gone has no data. */
export const COMPILE_STAGES = ["parse", "resolve", "normalise", "check", "lower", "seal"] as const;

type CompileStage = (typeof COMPILE_STAGES)[number];

export type CompileStageReport = {
  readonly stage: CompileStage;
  readonly outcome: Extract<Outcome, "pass" | "fail" | "no-data">;
  readonly findings: readonly Finding[];
};

export type Compilation = {
  readonly stages: readonly CompileStageReport[];
  /** Absent as soon as one stage fails: what is half sound is not sealed. */
  readonly artifact?: Artifact;
};

/** What can be found in one version by itself; validation gives it, and sees more of a change. */
export type CheckVersion = (version: SystemVersion) => readonly Finding[];

/** Takes one system of a snapshot through the six stages. Throws only where bytes were not loaded. */
export function compileSystem(
  reading: Parameters<typeof readSystem>[0],
  checkVersion: CheckVersion,
): Compilation {
  const read = readSystem(reading);
  if (!read.ok) return { stages: unread(read.refusal) };
  const findings = checkVersion(read.value);
  const stages = [...READ.map(passed), reported("check", findings)];
  if (findings.length > 0) return { stages: [...stages, ...BUILD.map(notReached)] };
  return { stages: [...stages, ...BUILD.map(passed)], artifact: compile(read.value) };
}

const READ: readonly CompileStage[] = ["parse", "resolve", "normalise"];
const BUILD: readonly CompileStage[] = ["lower", "seal"];

/** The reader does its three stages in one pass; its codes say which of them a finding belongs to. */
const STAGE_OF: Partial<Readonly<Record<ReasonCode, CompileStage>>> = {
  "reference-broken": "resolve",
  "system-invalid": "normalise",
};

function unread(findings: readonly Finding[]): readonly CompileStageReport[] {
  const of = (stage: CompileStage): readonly Finding[] =>
    findings.filter(({ code }) => (STAGE_OF[code] ?? "parse") === stage);
  const isParsed = of("parse").length === 0;
  // Names resolve in a definition of the right shape only, and a shape shows in parsed bytes only.
  const isShaped = isParsed && of("normalise").length === 0;
  const report = (stage: CompileStage, isGrounded: boolean): CompileStageReport =>
    isGrounded || of(stage).length > 0 ? reported(stage, of(stage)) : notReached(stage);
  return [
    report("parse", true),
    report("resolve", isShaped),
    report("normalise", isParsed),
    ...(["check", ...BUILD] as const).map(notReached),
  ];
}

function reported(stage: CompileStage, findings: readonly Finding[]): CompileStageReport {
  return { stage, outcome: findings.length > 0 ? "fail" : "pass", findings };
}

function passed(stage: CompileStage): CompileStageReport {
  return { stage, outcome: "pass", findings: [] };
}

function notReached(stage: CompileStage): CompileStageReport {
  return { stage, outcome: "no-data", findings: [] };
}
