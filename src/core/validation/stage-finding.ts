import type { Finding } from "../gate/finding.ts";
import type { ReasonCode } from "../gate/reason-code.ts";
import { positionOf } from "../ir/source-document.ts";
import type { SystemVersion } from "../ir/system.ts";
import type { Pointer } from "../kernel/pointer.ts";
import type { StageName } from "./stage.ts";

type Facts = { readonly problem: string; readonly [name: string]: string };

type Report = (code: ReasonCode, pointer: Pointer, facts: Facts) => Finding;

/** Makes the findings of one stage about one version, each on the line where its pointer is written. */
export function findingsOf(stage: StageName, version: SystemVersion): Report {
  return (code, pointer, facts) => {
    const place = positionOf(version.positions, pointer) ?? {
      path: `${version.root}/system.yaml`,
      line: 1,
    };
    return { code, rule: stage, place: { ...place, pointer }, facts: { pointer, ...facts } };
  };
}
