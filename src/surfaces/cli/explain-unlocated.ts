import type { Command } from "commander";
import { visible } from "../../core/prose/escape.ts";
import { renderFinding } from "../../core/prose/findings.ts";
import type { NotLocated } from "../../flows/reading/locate-system.ts";

/** Ends the command: a name that is none is the caller's slip, a charter that is none is an answer. */
export function endUnlocated(refusal: NotLocated, command: Command): never {
  return command.error(explain(refusal), {
    exitCode: refusal.kind === "system-unknown" ? 64 : 1,
  });
}

function explain(refusal: NotLocated): string {
  if (refusal.kind === "charter-invalid") {
    const sentences = refusal.findings.map((finding) => {
      const { path = "", line = 1 } = finding.place ?? {};
      return `  ${visible(`${path}:${line}`)} ${renderFinding(finding).message}`;
    });
    return ["the charter of that commit cannot be read:", ...sentences].join("\n");
  }
  const { asked, known } = refusal;
  const names = known.map(visible).join(", ");
  if (known.length === 0) {
    return "that commit has no system: neither a charter that names one nor systems/<name>/system.yaml";
  }
  return asked === undefined
    ? `that commit has several systems; pick one with --system: ${names}`
    : `there is no system named "${visible(asked)}" in that commit; it has ${names}`;
}
