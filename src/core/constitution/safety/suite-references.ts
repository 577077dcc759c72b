import type { Breach } from "../../gate/finding.ts";
import type { Edit } from "../../ir/change-set.ts";
import type { SystemRules } from "../../ir/charter.ts";
import { DEFINITION_FILE } from "../../ir/file-kinds.ts";
import { foldPath, isWithin } from "../../ir/fold-path.ts";
import type { ProposedChange } from "../../ir/proposed-change.ts";
import type { Pointer } from "../../kernel/pointer.ts";
import { addedMembers } from "../added-members.ts";
import { breachesOf, placeOfEdit } from "../breach.ts";
import { visibleChanges } from "../visible-changes.ts";

const breach = breachesOf("C2");

/**
 * References that lead to the evaluation's items: a tool whose data is the suite, a prompt whose
 * file is. Such a definition is not even read, so what it says is looked at as it stands.
 */
export function suiteReferences(change: ProposedChange): readonly Breach[] {
  return visibleChanges(change).flatMap(({ rules, edits }) => {
    const written = edits.filter(isOfDefinition).flatMap(textsIn);
    if (written.length === 0) return [];
    const { folders, repository } = placesOf(rules);
    const leads = (value: string): boolean => {
      const path = pathOf(value, rules.path);
      return folders.some((one) => isWithin(one, path)) || isAddress(value, repository);
    };
    return written
      .filter(({ text }) => leads(text))
      .map(({ edit, pointer, text }) => {
        const facts = { problem: "referred", pointer, target: JSON.stringify(text) };
        return breach("suite-answer-leaked", { ...placeOfEdit(edit), pointer }, facts);
      });
  });
}

/** Where the items lie: below the system, and in a repository of its own. */
type Places = { readonly folders: readonly string[]; readonly repository: RegExp | undefined };

/** A charter governs many changes; where its suites are is read once. */
const PLACES = new WeakMap<SystemRules, Places>();

function placesOf(rules: SystemRules): Places {
  const known = PLACES.get(rules) ?? placesIn(rules);
  PLACES.set(rules, known);
  return known;
}

function placesIn({ suites }: SystemRules): Places {
  const { sealed, safety } = suites;
  const folders = [
    "evals",
    suites.public.dataset,
    ...(safety === undefined ? [] : [safety.dataset]),
    ...(sealed === undefined ? [] : [sealed.ref]),
  ].map(foldPath);
  const home = sealed?.repository;
  return { folders, repository: home === undefined ? undefined : addressOf(foldPath(home)) };
}

/** In an address of whatever form: of a page, of the API, for git or of raw files. */
function addressOf(repository: string): RegExp {
  const name = repository.replaceAll(".", "\\.");
  return new RegExp(`(?<![a-z0-9_-])${name}(?:\\.git(?![a-z0-9_.-])|(?![a-z0-9_.-]))`);
}

function isAddress(value: string, repository: RegExp | undefined): boolean {
  return repository !== undefined && repository.test(foldPath(value.replaceAll(/%2f/gi, "/")));
}

function isOfDefinition({ path }: Edit): boolean {
  return path.endsWith(DEFINITION_FILE);
}

type Written = { readonly edit: Edit; readonly pointer: Pointer; readonly text: string };

function textsIn(edit: Edit): readonly Written[] {
  return addedMembers(edit).flatMap(({ pointer, value }) =>
    typeof value === "string" ? [{ edit, pointer, text: value }] : [],
  );
}

/** As a careless loader would resolve it: `./a`, `data/../a` and `/repo/system/a` are all `a`. */
function pathOf(value: string, root: string): string {
  const steps: string[] = [];
  for (const step of foldPath(value.replace(/^file:\/\//i, "")).split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "" && step !== ".") steps.push(step);
  }
  const path = steps.join("/");
  const at = path.indexOf(foldPath(root));
  return at === -1 ? path : path.slice(at + root.length + 1);
}
