import { checkConstitution } from "../../core/constitution/check-constitution.ts";
import type { GateReport } from "../../core/gate/gate.ts";
import { watchRules } from "../../core/gate/watching.ts";
import { type ValidationReport, validate } from "../../core/validation/validate.ts";
import type { Ports } from "../../ports/ports.ts";
import type { GatheredChange } from "../reading/gather-change.ts";
import { shownSuites } from "../evaluation/shown-suites.ts";
import { preflight, type PreflightRules } from "./preflight.ts";

/** What is measured before any transaction, because the sandbox may take its time. */
export type Measured = { readonly constitution: GateReport; readonly validation: ValidationReport };

type Known = {
  /** How far the system has been moved since people last approved it. */
  readonly drift: number;
  /** False for an outsider's change that nobody here has let in. */
  readonly mayRun: boolean;
};

/** Constitution and validation of a change. The artifact is started only when no rule is breached. */
export async function measureChange(
  ports: Pick<Ports, "sandbox">,
  gathered: GatheredChange,
  { drift, mayRun }: Known,
): Promise<Measured> {
  const { mutation, charter } = gathered.change;
  const found = checkConstitution(gathered.change, { drift });
  // What is not one mutation cannot go on to the other gates, whatever is only watched.
  const constitution = mutation === undefined ? found : watchRules(found, charter.monitor ?? []);
  const smoke =
    constitution.outcome !== "fail" && mutation !== undefined && mayRun
      ? await preflight(ports, mutation, rulesFor(gathered))
      : undefined;
  const validation = validate(gathered.change, {
    readFindings: gathered.readFindings,
    ...(smoke === undefined ? {} : { preflight: smoke }),
  });
  return { constitution, validation };
}

function rulesFor(gathered: GatheredChange): PreflightRules {
  const { rules } = gathered;
  if (rules?.runner === undefined) return rules ?? {};
  return { ...rules, smoke: shownSuites(gathered, rules).public?.items[0]?.input };
}
