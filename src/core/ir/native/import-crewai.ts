import { importFlow, isFlow } from "./crewai-flow.ts";
import { addCrewAgent, AGENT_KEYS } from "./crewai-agent.ts";
import { addCrewTask, TASK_KEYS } from "./crewai-task.ts";
import type { Crew } from "./crewai-crew.ts";
import { connect } from "./draft-graph.ts";
import { placeIn } from "./native-document.ts";
import { keysAt, objectAt, refuseKey, type Source, valueAt } from "./native-fields.ts";
import type { NativeFile } from "./native-file.ts";
import { nativeId } from "./native-id.ts";
import { parseNativeYaml } from "./parse-native-yaml.ts";
import { refuseSecrets } from "./secret-literal.ts";
import { type Draft, START } from "./system-draft.ts";
import { keepLeftovers } from "./unmapped-keys.ts";

const FORMAT = "crewai";

/** Crews in `agents.yaml` and `tasks.yaml`, and flows that carry theirs within. */
export function importCrewAi(draft: Draft, files: readonly NativeFile[]): void {
  const scopes = new Map<string, { agents?: Source; tasks?: Source }>();
  for (const file of files) {
    const parsed = parseNativeYaml(file.path, file.bytes);
    if (!parsed.ok) {
      draft.findings.push(...parsed.refusal);
      continue;
    }
    const source: Source = { draft, document: parsed.value };
    refuseSecrets(source);
    if (isFlow(parsed.value)) importFlow(source, scopeOf(file.file));
    else keepPart(scopes, file, source);
  }
  for (const [scope, parts] of scopes) importCrew(draft, scope, parts);
}

function keepPart(
  scopes: Map<string, { agents?: Source; tasks?: Source }>,
  { file }: NativeFile,
  source: Source,
): void {
  const scope = scopeOf(file);
  const parts = scopes.get(scope) ?? {};
  scopes.set(scope, parts);
  if (/(?:^|\/)tasks\.ya?ml$/.test(file)) parts.tasks = source;
  else if (/(?:^|\/)agents\.ya?ml$/.test(file)) parts.agents = source;
  else refuseKey(source, ["schema"], "missing-key");
}

/** `crews/poem/config/agents.yaml` belongs to the crew `crews/poem`; most repositories have one. */
function scopeOf(file: string): string {
  const folders = file.split("/").slice(0, -1);
  if (folders.at(-1) === "config") folders.pop();
  return folders.length === 0 ? "" : `${nativeId(folders.join("/"))}---`;
}

function importCrew(
  draft: Draft,
  scope: string,
  { agents, tasks }: { readonly agents?: Source; readonly tasks?: Source },
): void {
  const names = (agents && keysAt(agents, [])) ?? [];
  const crew: Crew = {
    scope,
    agents: new Map(names.map((name) => [name, `${scope}${nativeId(name)}`])),
    knowsAgents: agents !== undefined,
  };
  if (agents !== undefined) {
    for (const name of names) addAgentOf(agents, crew, name);
  }
  if (tasks !== undefined) addTasksOf(tasks, crew);
  const source = tasks ?? agents;
  if (source === undefined) return;
  const place = placeIn(source.document);
  draft.opaque.push({ pointer: "/graph", why: "order-in-code", name: scope || "crew", place });
}

function addAgentOf(source: Source, crew: Crew, name: string): void {
  const id = crew.agents.get(name) ?? name;
  if (objectAt(source, [name]) === undefined) {
    if (valueAt(source.document, [name]) === null) refuseKey(source, [name], "not-an-object");
    return;
  }
  addCrewAgent(source, { id, at: [name] });
  connect(source.draft, [START, id], placeIn(source.document, name));
  keepLeftovers(source, {
    format: FORMAT,
    at: [name],
    mapped: AGENT_KEYS,
    under: ["agents", id],
  });
}

/** In the order of the file: what CrewAI does by default, and what its code may change. */
function addTasksOf(source: Source, crew: Crew): void {
  const names = keysAt(source, []);
  const tasks = new Map(names.map((name) => [name, `${crew.scope}task--${nativeId(name)}`]));
  let before = START;
  for (const name of names) {
    const id = tasks.get(name) ?? name;
    if (objectAt(source, [name]) === undefined) {
      if (valueAt(source.document, [name]) === null) refuseKey(source, [name], "not-an-object");
      continue;
    }
    addCrewTask(source, { id, at: [name], crew, tasks });
    connect(source.draft, [before, id], placeIn(source.document, name));
    before = id;
    keepLeftovers(source, {
      format: FORMAT,
      at: [name],
      mapped: TASK_KEYS,
      under: ["tasks", id],
    });
  }
}
