import type { Crew } from "./crewai-crew.ts";
import { addCrewTools, addTuning } from "./crewai-agent.ts";
import { addPrompt, connect, grant } from "./draft-graph.ts";
import { linesOf, placeIn } from "./native-document.ts";
import {
  optionalText,
  refuseKey,
  requiredText,
  type Segments,
  type Source,
  textsAt,
  valueAt,
} from "./native-fields.ts";
import { addNode, END } from "./system-draft.ts";

const TUNING = ["async_execution", "human_input", "markdown", "guardrail_max_retries"] as const;

export const TASK_KEYS: ReadonlySet<string> = new Set([
  "name",
  "description",
  "expected_output",
  "agent",
  "context",
  "tools",
  "output_file",
  ...TUNING,
]);

type CrewTask = {
  readonly id: string;
  readonly at: Segments;
  readonly crew: Crew;
  /** Ids of all tasks by their names. */
  readonly tasks: ReadonlyMap<string, string>;
};

/** A task: what is asked, of whom, and what of earlier tasks it is told. */
export function addCrewTask(source: Source, task: CrewTask): void {
  const { draft, document } = source;
  const { id, at } = task;
  const place = placeIn(document, ...at);
  addNode(draft, id, { node: { kind: "template", prompt: id }, place });
  connect(draft, [id, END], place);
  addPrompt(draft, id, {
    place,
    parts: [
      { text: requiredText(source, [...at, "description"]) },
      { title: "expected output", text: requiredText(source, [...at, "expected_output"]) },
    ],
    lines: ["description", "expected_output"].flatMap((key) => linesOf(document, ...at, key)),
  });
  addAgentOf(source, task);
  addContext(source, task);
  addCrewTools(source, { id, at: [...at, "tools"] });
  for (const key of TUNING) addTuning(source, { id, at: [...at, key] });
  const file = optionalText(source, [...at, "output_file"]);
  if (file === undefined) return;
  const given = { agent: id, tool: "output file", kind: "file", target: file } as const;
  grant(draft, { ...given, effect: "write", place: placeIn(document, ...at, "output_file") });
}

/** Where the file does not say whose task it is, code does, and it may be anybody's. */
function addAgentOf(source: Source, { id, at, crew }: CrewTask): void {
  const { draft, document } = source;
  const key = [...at, "agent"];
  const name = optionalText(source, key);
  if (name === undefined) {
    for (const agent of crew.agents.values()) connect(draft, [id, agent], placeIn(document, ...at));
    return;
  }
  const agent = crew.agents.get(name);
  if (agent !== undefined) return connect(draft, [id, agent], placeIn(document, ...key));
  if (crew.knowsAgents) return refuseKey(source, key, "unknown-name");
  draft.opaque.push({
    pointer: `/graph/nodes/${id}`,
    why: "order-in-code",
    name,
    place: placeIn(document, ...key),
  });
}

function addContext(source: Source, { id, at, tasks }: CrewTask): void {
  if (valueAt(source.document, [...at, "context"]) === undefined) return;
  const names = textsAt(source, [...at, "context"]);
  for (const [index, { text, place }] of names.entries()) {
    const earlier = tasks.get(text);
    if (earlier === undefined) {
      refuseKey(source, [...at, "context", String(index)], "unknown-name");
    } else connect(source.draft, [earlier, id], place);
  }
}
