import type { Finding } from "../../gate/finding.ts";
import { givenFields } from "../../ir/given-fields.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { placeholdersOf } from "./placeholders.ts";

/** Placeholders that their prompt does not declare, or that nothing in the system ever fills. */
export function brokenPlaceholders(version: SystemVersion): readonly Finding[] {
  const isGiven = givenFields(version);
  return Object.entries(version.system.prompts).flatMap(([prompt, { file, inputs }]) =>
    placeholdersOf(version, file).flatMap(({ name, line }): Finding[] => {
      const problem = inputs.includes(name)
        ? isGiven(name)
          ? undefined
          : "placeholder-unfilled"
        : "placeholder-undeclared";
      if (problem === undefined) return [];
      const pointer = pointerOf("prompts", prompt);
      return [
        {
          code: "contract-mismatch",
          rule: "contracts",
          place: { path: `${version.root}/${file}`, line, pointer },
          facts: { problem, prompt, field: name, pointer },
        },
      ];
    }),
  );
}
