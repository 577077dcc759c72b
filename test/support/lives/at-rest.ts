import { verifyExport } from "../../../src/core/ledger/verify.ts";
import { repositoryId } from "../../../src/core/kernel/ids.ts";
import { exportLedger } from "../../../src/flows/runtime/export-ledger.ts";
import { settle } from "./happy-life.ts";
import { wrongsIn } from "./lawful-story.ts";
import { promotionsOn } from "./picture.ts";
import type { Site } from "./stand.ts";
import { textOf } from "./story.ts";

const BOT = "agent-omega[bot]";

/** Everything that is wrong with a site that has come to rest, in words. */
export async function wrongsAtRest(site: Site): Promise<readonly string[]> {
  const operator = site.stand.github.createUser("dana").id;
  return [
    ...wrongsIn(site.scenes, operator),
    ...doublesOn(site),
    ...greenWithoutPromotion(site),
    ...(await wrongsInLedger(site)),
    ...(await wrongsAfterSweep(site)),
  ];
}

/** What stands on GitHub twice. */
function doublesOn({ repository }: Site): readonly string[] {
  const slots = [...repository.checkRuns.values()].map(({ externalId }) => externalId);
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

function twice(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))].map(
    (name) => `twice on GitHub: ${name}`,
  );
}

/** A required check that lets a head be merged which nobody promoted. */
function greenWithoutPromotion({ repository, scenes }: Site): readonly string[] {
  const entries = scenes.flatMap((scene) => (scene.kind === "entry" ? [scene.entry] : []));
  return [...repository.checkRuns.values()].flatMap(({ name, conclusion, headSha }) => {
    if (name !== "omega / release" || conclusion !== "success") return [];
    const about = entries.filter(({ subject }) => subject.head_sha === headSha);
    const isMutation = about.some(({ body }) => body["class"] === "mutation");
    const stage = about.findLast(({ kind }) => kind === "stage")?.body["stage"];
    return !isMutation || stage === "promoted" ? [] : [`green at rest in ${textOf(stage)}`];
  });
}

async function wrongsInLedger(site: Site): Promise<readonly string[]> {
  const ports = { store: site.stand.store, appVersion: "0.0.0" };
  let text = "";
  for await (const line of exportLedger(ports, repositoryId(site.repository.id))) text += line;
  const verified = verifyExport(text);
  const told = site.scenes.filter(({ kind }) => kind === "entry").length;
  if (!verified.ok) return [`the ledger does not verify: ${JSON.stringify(verified.refusal)}`];
  return verified.value.entries === told
    ? []
    : [`${told} entries seen, ${verified.value.entries} kept`];
}

/** At rest there is nothing left to do: another sweep writes nothing. */
async function wrongsAfterSweep(site: Site): Promise<readonly string[]> {
  const before = site.scenes.length;
  await site.run((run) => run.sweep());
  await settle(site);
  const since = site.scenes.slice(before);
  return since.flatMap((scene) => {
    if (scene.kind === "write" && !scene.write.path.startsWith("/app/")) {
      return [`after rest: ${scene.write.method} ${scene.write.path}`];
    }
    return scene.kind === "entry" ? [`after rest: an entry ${scene.entry.kind}`] : [];
  });
}
