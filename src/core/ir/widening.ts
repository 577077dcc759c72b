import type { Json } from "../kernel/json.ts";
import type { JsonEdit } from "./diff-json.ts";
import { loosensContract } from "./loosens-contract.ts";

const EFFECTS: readonly Json[] = ["none", "read", "write", "irreversible"];
const ACCESS: readonly Json[] = ["read", "write"];

type Rule = (edit: JsonEdit) => boolean;

const always: Rule = () => true;
const added: Rule = ({ kind }) => kind === "add";
const removed: Rule = ({ kind }) => kind === "remove";
const increased: Rule = ({ before, after }) => !(Number(after) <= Number(before));
const decreased: Rule = ({ before, after }) => !(Number(after) >= Number(before));

/** A limit that goes up, or away. Setting one where there was none only narrows. */
const limitRaised: Rule = (edit) => removed(edit) || (edit.kind === "replace" && increased(edit));
const floorLowered: Rule = (edit) => removed(edit) || (edit.kind === "replace" && decreased(edit));

function gained({ before, after }: JsonEdit): boolean {
  return listOf(after).some((item) => !listOf(before).includes(item));
}

function lost({ before, after }: JsonEdit): boolean {
  return listOf(before).some((item) => !listOf(after).includes(item));
}

function raisedIn(order: readonly Json[]): Rule {
  return ({ before = "", after = "" }) => order.indexOf(after) > order.indexOf(before);
}

/** A tool that arrives with reach; one that computes and touches nothing is no grant. */
function arrivesWithReach({ kind, after }: JsonEdit): boolean {
  if (kind !== "add" || typeof after !== "object" || after === null) return false;
  const tool = new Map<string, Json>(Object.entries(after));
  return tool.get("effect") !== "none" || listOf(tool.get("needs")).length > 0;
}

/**
 * By shape of pointer, first match: when does an edit grant, loosen or enlarge something? Direct
 * reach only; what becomes reachable in another way is found by `effectiveReach`.
 */
const RULES: readonly (readonly [RegExp, Rule])[] = [
  [/^\/contract\//, loosensContract],
  [/^\/capabilities\/[^/]+$/, added],
  [/^\/capabilities\/[^/]+\/access$/, raisedIn(ACCESS)],
  [/^\/capabilities\/[^/]+\/grant$/, gained],
  [/^\/capabilities\//, always],
  [/^\/secrets\//, (edit) => !removed(edit)],
  [/^\/tools\/[^/]+$/, arrivesWithReach],
  [/^\/tools\/[^/]+\/effect$/, raisedIn(EFFECTS)],
  [/^\/tools\/[^/]+\/needs$/, gained],
  [/^\/tools\/[^/]+\/limits\//, limitRaised],
  [/^\/tools\/[^/]+\/artifact$/, (edit) => !removed(edit)],
  [/^\/artifacts\/[^/]+(?:\/uri)?$/, (edit) => !removed(edit)],
  [/^\/parameters\/[^/]+\/minimum$/, floorLowered],
  [/^\/parameters\/[^/]+\/maximum$/, limitRaised],
  [/^\/models\/[^/]+$/, added],
  [/^\/models\/[^/]+\/(?:provider|auth(?:\/secret)?)$/, (edit) => !removed(edit)],
  [/^\/memory\/[^/]+$/, added],
  [/^\/memory\/[^/]+\/writers$/, gained],
  [/^\/memory\/[^/]+\/scope$/, always],
  [/^\/graph\/loops\/max$/, limitRaised],
  [/^\/resources\//, limitRaised],
  [/^\/policies\/[^/]+$/, removed],
  [/^\/policies\/[^/]+\/applies_to$/, lost],
  [/^\/policies\/[^/]+\/regex_absent$/, always],
];

/** True when the edit grants, loosens or enlarges something. Unclear cases inside a rule count. */
export function isWidening(edit: JsonEdit): boolean {
  const rule = RULES.find(([pattern]) => pattern.test(edit.pointer));
  return rule?.[1](edit) ?? false;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
