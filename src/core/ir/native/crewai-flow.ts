import { isJsonObject } from "../../kernel/json.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import { addCrewAgent, AGENT_KEYS } from "./crewai-agent.ts";
import type { Crew } from "./crewai-crew.ts";
import { addCrewTask, TASK_KEYS } from "./crewai-task.ts";
import { connect } from "./draft-graph.ts";
import { type NativeDocument, placeIn } from "./native-document.ts";
import {
  keysAt,
  listAt,
  objectAt,
  optionalText,
  refuseKey,
  type Segments,
  type Source,
  valueAt,
} from "./native-fields.ts";
import { joinedId, nativeId } from "./native-id.ts";
import { addNode, END, START } from "./system-draft.ts";
import { keepLeftovers } from "./unmapped-keys.ts";

const FORMAT = "crewai";
const SCHEMA = /^crewai\.flow\/v\d+$/;

const FLOW_KEYS = new Set(["schema", "methods"]);
const METHOD_KEYS = new Set(["start", "listen", "do"]);

export function isFlow({ value }: NativeDocument): boolean {
  return typeof value["schema"] === "string" && SCHEMA.test(value["schema"]);
}

type Flow = { readonly scope: string; readonly methods: ReadonlyMap<string, string> };

/** A flow: methods that start, listen to each other, and call crews, agents or expressions. */
export function importFlow(source: Source, scope: string): void {
  const names = keysAt(source, ["methods"]);
  if (names.length === 0) return refuseKey(source, ["methods"], "missing-key");
  const methods = new Map(names.map((name) => [name, `${scope}method--${nativeId(name)}`]));
  for (const [name, id] of methods) addMethod(source, { scope, methods }, [name, id]);
  keepLeftovers(source, { format: FORMAT, at: [], mapped: FLOW_KEYS, under: [`${scope}flow`] });
}

function addMethod(source: Source, flow: Flow, [name, id]: readonly [string, string]): void {
  const { draft, document } = source;
  const at = ["methods", name];
  if (objectAt(source, at) === undefined) return refuseKey(source, at, "not-an-object");
  const place = placeIn(document, ...at);
  addNode(draft, id, { node: { kind: "router" }, place });
  connect(draft, [id, END], place);
  connectMethod(source, flow, [name, id]);
  addCall(source, { ...flow, id, at: [...at, "do"] });
  keepLeftovers(source, {
    format: FORMAT,
    at,
    mapped: METHOD_KEYS,
    under: [`${flow.scope}flow`, id],
  });
}

/** A method listens to another one, to a word that one emits, or to a condition over several. */
function connectMethod(source: Source, flow: Flow, [name, id]: readonly [string, string]): void {
  const { draft, document } = source;
  const at = ["methods", name];
  const start = valueAt(document, [...at, "start"]);
  const listen = valueAt(document, [...at, "listen"]);
  const heard = [...flow.methods].filter(
    ([other]) => namesIn(listen).includes(other) || emits(source, other, namesIn(listen)),
  );
  for (const [, from] of heard) {
    if (from !== id) connect(draft, [from, id], placeIn(document, ...at, "listen"));
  }
  const isStart = start !== undefined && start !== null && start !== false;
  if (isStart || heard.length === 0) {
    connect(draft, [START, id], placeIn(document, ...at, isStart ? "start" : "listen"));
  }
}

function emits(source: Source, method: string, words: readonly string[]): boolean {
  return listAt(source, ["methods", method, "emit"]).some(
    (word) => typeof word === "string" && words.includes(word),
  );
}

function namesIn(value: ReturnType<typeof valueAt>): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return isJsonObject(value) ? Object.values(value).flatMap(namesIn) : [];
}

type Call = Flow & { readonly id: string; readonly at: Segments };

function addCall(source: Source, call: Call): void {
  const { draft, document } = source;
  const kind = optionalText(source, [...call.at, "call"]);
  const mapped =
    kind === "crew" || kind === "agent" ? new Set(["call", "with"]) : new Set<string>();
  const under = [`${call.scope}flow`, call.id, "do"];
  keepLeftovers(source, { format: FORMAT, at: call.at, mapped, under });
  if (kind === "crew") return addCrew(source, call);
  if (kind === "agent") return addAgent(source, call);
  if (kind === "expression") return;
  const place = placeIn(document, ...call.at);
  const pointer = pointerOf("graph", "nodes", call.id);
  draft.opaque.push({ pointer, why: "foreign-component", name: kind ?? "do", place });
}

function addAgent(source: Source, { id, at, scope }: Call): void {
  const agent = joinedId(id, "agent");
  addCrewAgent(source, { id: agent, at: [...at, "with"] });
  connect(source.draft, [id, agent], placeIn(source.document, ...at));
  const under = [`${scope}flow`, id, "with"];
  keepLeftovers(source, { format: FORMAT, at: [...at, "with"], mapped: AGENT_KEYS, under });
}

const CREW_KEYS = new Set(["agents", "tasks"]);

function addCrew(source: Source, { id, at, scope }: Call): void {
  const inside = [...at, "with"];
  const names = keysAt(source, [...inside, "agents"]);
  const agents = new Map(names.map((name) => [name, joinedId(id, nativeId(name))]));
  const under = [`${scope}flow`, id, "with"];
  for (const [name, agent] of agents) {
    const where = [...inside, "agents", name];
    addCrewAgent(source, { id: agent, at: where });
    connect(source.draft, [id, agent], placeIn(source.document, ...where));
    const leftovers = { format: FORMAT, at: where, mapped: AGENT_KEYS } as const;
    keepLeftovers(source, { ...leftovers, under: [...under, "agents", agent] });
  }
  addTasks(source, { scope: `${id}--`, agents, knowsAgents: true }, { id, inside, under });
  keepLeftovers(source, { format: FORMAT, at: inside, mapped: CREW_KEYS, under });
}

function addTasks(
  source: Source,
  crew: Crew,
  call: { readonly id: string; readonly inside: Segments; readonly under: Segments },
): void {
  const at = [...call.inside, "tasks"];
  const named = listAt(source, at).map((task, index) => {
    const name = isJsonObject(task) && typeof task["name"] === "string" ? task["name"] : "";
    return { name: name === "" ? `task ${index + 1}` : name, at: [...at, String(index)] };
  });
  const tasks = new Map(named.map(({ name }) => [name, joinedId(call.id, "task", nativeId(name))]));
  let before = call.id;
  for (const { name, at: where } of named) {
    const id = tasks.get(name) ?? name;
    addCrewTask(source, { id, at: where, crew, tasks });
    connect(source.draft, [before, id], placeIn(source.document, ...where));
    before = id;
    const leftovers = { format: FORMAT, at: where, mapped: TASK_KEYS } as const;
    keepLeftovers(source, { ...leftovers, under: [...call.under, "tasks", id] });
  }
}
