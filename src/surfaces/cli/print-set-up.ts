import { renderSetUp, renderSetUpLines, type SetUpLine } from "../../core/prose/set-up.ts";
import type { CheckWiring } from "./check.ts";

/** Lines for people or one JSON object; exit code 1 where something fails. */
export function printSetUp(
  lines: readonly SetUpLine[],
  { json }: { readonly json?: boolean },
  { paint }: Pick<CheckWiring, "paint">,
): void {
  const isSound = lines.every(({ state }) => state !== "fail");
  const rows = lines.map((line) => ({
    check: line.check,
    state: line.state,
    ...renderSetUp(line),
  }));
  const text =
    json === true ? JSON.stringify({ ok: isSound, checks: rows }) : renderSetUpLines(lines, paint);
  process.stdout.write(`${text}\n`);
  process.exitCode = isSound ? 0 : 1;
}
