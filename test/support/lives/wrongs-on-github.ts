import type { Entry } from "../../../src/core/ledger/entry.ts";
import type { CheckRun } from "../../../src/local/github/checks/check-run.ts";
import type { Repository } from "../../../src/local/github/repositories/repository.ts";
import { promotionsOn } from "./picture.ts";
import { textOf } from "./story.ts";

const BOT = "agent-omega[bot]";

/** What a repository that is at rest shows and the product's pages do not allow, in words. */
export function wrongsOn(repository: Repository, entries: readonly Entry[]): readonly string[] {
  return [...doublesOn(repository), ...greenWithoutPromotion(repository, entries)];
}

/** What stands on GitHub twice. */
function doublesOn(repository: Repository): readonly string[] {
  const slots = standing([...repository.checkRuns.values()]).map(({ externalId }) => externalId);
  const deployed = [...repository.deployments.values()].map(({ payload }) =>
    JSON.stringify(payload),
  );
  const summaries = [...repository.comments.values()].flatMap(({ author, issue }) =>
    author.account.login === BOT ? [`a comment on #${issue}`] : [],
  );
  const statuses = [...repository.deployments.values()].flatMap(({ id, statuses: told }) =>
    told.flatMap(({ state, description }, at) => {
      const next = told[at + 1];
      const isSame = next?.state === state && next.description === description;
      return isSame ? [`deployment ${id} says ${state} twice`] : [];
    }),
  );
  const states = [...repository.pulls.values()].flatMap(({ number, labels }) => {
    const shown = labels.filter(({ name }) => name.startsWith("omega-state:"));
    return shown.length > 1 ? [`#${number} shows ${shown.length} states`] : [];
  });
  const merges = promotionsOn(repository);
  return [
    ...twice(slots),
    ...twice(deployed),
    ...twice(summaries),
    ...twice(merges),
    ...statuses,
    ...states,
  ];
}

/** GitHub takes no annotation back, so a run that shows some may give way to a newer of its slot. */
function standing(runs: readonly CheckRun[]): readonly CheckRun[] {
  return runs.filter(({ externalId, annotations }, at) => {
    const isNewest = runs.findLastIndex((run) => run.externalId === externalId) === at;
    return isNewest || annotations.length === 0;
  });
}

function twice(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))].map(
    (name) => `twice on GitHub: ${name}`,
  );
}

/** A required check that lets a head be merged which nobody promoted. */
function greenWithoutPromotion(
  repository: Repository,
  entries: readonly Entry[],
): readonly string[] {
  return [...repository.checkRuns.values()].flatMap(({ name, conclusion, headSha }) => {
    if (name !== "omega / release" || conclusion !== "success") return [];
    const about = entries.filter(({ subject }) => subject.head_sha === headSha);
    const isMutation = about.some(({ body }) => body["class"] === "mutation");
    const stage = about.findLast(({ kind }) => kind === "stage")?.body["stage"];
    return !isMutation || stage === "promoted" ? [] : [`green at rest in ${textOf(stage)}`];
  });
}
