import type { Mutation } from "../../../src/core/ir/mutation.ts";
import type { ProposedChange } from "../../../src/core/ir/proposed-change.ts";
import type { System, SystemVersion } from "../../../src/core/ir/system.ts";
import { parseDuration } from "../../../src/core/kernel/duration.ts";
import { segmentsOf } from "../../../src/core/kernel/pointer.ts";

type Facts = { readonly [name: string]: string | number | readonly string[] };

const NOTHING: Facts = {
  modules: [],
  words: [],
  identifiers: [],
  tiers: [],
  fieldsAsked: [],
  fieldsGiven: [],
  policiesBefore: [],
  policiesAfter: [],
  logsBefore: [],
  logsAfter: [],
  limitShare: 1000,
  retentionShare: 1000,
  moved: 0,
};

/**
 * What a policy can be asked about a change, gathered apart from our rules and without their code: a
 * second reading of the same sides. Shares are in thousandths, because policies know whole numbers.
 */
export function factsOf({ pullRequestClass, treeChanges, mutation }: ProposedChange): Facts {
  const paths = treeChanges.map(({ path }) => path);
  const facts = { ...NOTHING, class: pullRequestClass.kind, paths };
  return mutation === undefined ? facts : { ...facts, ...factsOfMutation(mutation) };
}

function factsOfMutation({ before, after, changes }: Mutation): Facts {
  const { edits } = changes;
  const [old, young] = [before.system, after.system];
  const asked = unlike(askedBy(young), askedBy(old));
  const moved = edits.map(({ pointer, before: from, after: to }) =>
    /^\/parameters\/[^/]+\/value$/.test(pointer) &&
    typeof from === "number" &&
    typeof to === "number"
      ? Math.round(Math.abs((to - from) / from) * 1000)
      : 0,
  );
  return {
    modules: edits.map(({ pointer }) => segmentsOf(pointer).slice(0, 2).join("/")),
    words: unlike(namedIn(young), namedIn(old)).flatMap((text) =>
      text.toLowerCase().split(/[^a-z0-9]+/),
    ),
    identifiers: unlike(identifiersOf(after), identifiersOf(before)),
    tiers: edits.map(({ tier }) => tier),
    fieldsAsked: asked,
    fieldsGiven: identifiersOf(after).filter((one) => asked.includes(one)),
    policiesBefore: policiesOf(old),
    policiesAfter: policiesOf(young),
    logsBefore: logsOf(old),
    logsAfter: logsOf(young),
    limitShare: least(
      Object.entries(old.tools).map(([id, { limits }]) =>
        share(young.tools[id]?.limits.deadline_ms, limits.deadline_ms),
      ),
    ),
    retentionShare: least(
      Object.entries(old.memory).map(([id, { retention }]) =>
        share(spanOf(young.memory[id]?.retention), spanOf(retention)),
      ),
    ),
    moved: Math.max(0, ...moved),
  };
}

function namedIn({ capabilities, parameters }: System): readonly string[] {
  const targets = Object.entries(capabilities).flatMap(([id, { target }]) => [id, target]);
  return [...targets, ...Object.keys(parameters)];
}

function unlike(later: readonly string[], former: readonly string[]): readonly string[] {
  const known = new Set(former);
  return later.filter((one) => !known.has(one));
}

function identifiersOf({ files }: SystemVersion): readonly string[] {
  const texts = [...files].filter(([file]) => file.startsWith("tools/"));
  return texts.flatMap(([, bytes]) => new TextDecoder().decode(bytes).match(/[A-Za-z_]\w*/g) ?? []);
}

function askedBy({ graph }: System): readonly string[] {
  return Object.values(graph.edges).flatMap(({ when = "" }) =>
    [...when.matchAll(/out\.(\w+)/g)].map(([, field = ""]) => field),
  );
}

function policiesOf({ policies }: System): readonly string[] {
  return Object.entries(policies).map(([id, { applies_to, regex_absent }]) =>
    [id, ...applies_to, regex_absent].join("|"),
  );
}

function logsOf({ memory }: System): readonly string[] {
  return Object.entries(memory).map(([id, { kind, writers }]) => [id, kind, ...writers].join("|"));
}

function spanOf(retention: string | undefined): number | undefined {
  return retention === undefined ? undefined : parseDuration(retention);
}

function share(later: number | undefined, former: number | undefined): number {
  return later === undefined || former === undefined ? 1000 : Math.floor((later / former) * 1000);
}

function least(shares: readonly number[]): number {
  return Math.min(1000, ...shares);
}
