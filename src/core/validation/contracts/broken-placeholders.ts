import type { Finding } from "../../gate/finding.ts";
import { givenFields } from "../../ir/given-fields.ts";
import type { SystemVersion } from "../../ir/system.ts";
import { pointerOf } from "../../kernel/pointer.ts";

const PLACEHOLDER = /\{\{\s*([A-Za-z][A-Za-z0-9_]{0,62})\s*\}\}/g;

/** Placeholders that their prompt does not declare, or that nothing in the system ever fills. */
export function brokenPlaceholders(version: SystemVersion): readonly Finding[] {
  const isGiven = givenFields(version);
  const decoder = new TextDecoder();
  return Object.entries(version.system.prompts).flatMap(([prompt, { file, inputs }]) => {
    const lines = decoder.decode(version.files.get(file)).split("\n");
    return lines.flatMap((text, index) =>
      [...text.matchAll(PLACEHOLDER)].flatMap(([, name = ""]): Finding[] => {
        const problem = inputs.includes(name)
          ? isGiven(name)
            ? undefined
            : "placeholder-unfilled"
          : "placeholder-undeclared";
        if (problem === undefined) return [];
        const pointer = pointerOf("prompts", prompt);
        const path = `${version.root}/${file}`;
        return [
          {
            code: "contract-mismatch",
            rule: "contracts",
            place: { path, line: index + 1, pointer },
            facts: { problem, prompt, field: name, pointer },
          },
        ];
      }),
    );
  });
}
