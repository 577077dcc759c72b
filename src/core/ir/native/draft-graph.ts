import { sha256Hex } from "../../kernel/digest.ts";
import type { Json } from "../../kernel/json.ts";
import { pointerOf } from "../../kernel/pointer.ts";
import type { Position } from "../system.ts";
import { joinedId, nativeId } from "./native-id.ts";
import { addNode, type Draft, END, put } from "./system-draft.ts";

const ENCODER = new TextEncoder();

type Part = {
  readonly title?: string;
  readonly text: string;
};

type PromptText = {
  readonly place: Position;
  readonly parts: readonly Part[];
  readonly lines: readonly { readonly line: number; readonly text: string }[];
};

/** A prompt of the system whose text stands in a native file; it is diffed like any other prose. */
export function addPrompt(draft: Draft, id: string, { place, parts, lines }: PromptText): void {
  const file = `prompts/${id}.md`;
  const text = parts
    .map((part) => (part.title === undefined ? part.text : `${part.title}: ${part.text}`))
    .join("\n\n");
  put(draft, ["prompts", id], { value: { file, inputs: inputsIn(text) }, place });
  draft.files.set(file, ENCODER.encode(`${text}\n`));
  draft.origins.set(file, { path: place.path, lines });
}

/** Placeholders as CrewAI and AutoGen write them: `{topic}`. */
function inputsIn(text: string): readonly string[] {
  const names = [...text.matchAll(/\{([a-z][a-z0-9_]{0,62})\}/g)].map(([, name = ""]) => name);
  return [...new Set(names)].sort().slice(0, 50);
}

/** What an agent may do, by the words of its framework. */
type Grant = {
  readonly agent: string;
  /** The tool's name, from which its id is made; the target says what it really reaches. */
  readonly tool: string;
  readonly kind: string;
  readonly target: string;
  readonly effect: "read" | "write" | "irreversible";
  readonly place: Position;
  /** Pinned code behind the tool. */
  readonly artifact?: string;
};

/**
 * Gives an agent a tool: the tool, the capability that it needs and is granted, and the node and
 * edge by which a run reaches it. Each grant is a module of its own, so that one more is one edit
 * on one line, whatever else stands on it.
 */
export function grant(draft: Draft, given: Grant): string {
  const id = joinedId(given.agent, nativeId(given.tool));
  const { place, effect, kind } = given;
  const artifact: { readonly [key: string]: Json } =
    given.artifact === undefined ? {} : { artifact: given.artifact };
  put(draft, ["tools", id], { value: { ...artifact, effect, needs: [id] }, place });
  const access = effect === "read" ? "read" : "write";
  const value = { kind, target: cut(given.target), access, grant: [id] };
  put(draft, ["capabilities", id], { value, place });
  addNode(draft, id, { node: { kind: "tool", tool: id }, place });
  connect(draft, [given.agent, id], place);
  connect(draft, [id, END], place);
  return id;
}

/** What a tool reaches beside its own target: an address, an argument, a variable. */
export function addReach(
  draft: Draft,
  reach: {
    readonly tool: string;
    readonly name: string;
    readonly kind: string;
    readonly target: string;
    readonly place: Position;
  },
): void {
  const { kind, target, place } = reach;
  const value = { kind, target: cut(target), access: "write", grant: [reach.tool] };
  put(draft, ["capabilities", joinedId(reach.tool, nativeId(reach.name))], { value, place });
}

export function connect(
  draft: Draft,
  [from, to]: readonly [string, string],
  place: Position,
): void {
  const id = joinedId(from, "to", to);
  if (draft.edges.has(id)) return;
  draft.edges.set(id, { from, to });
  draft.positions.set(pointerOf("graph", "edges", id), place);
}

/** Long targets keep their start, and a digest that stands for the rest. */
function cut(target: string): string {
  return target.length <= 500 ? target : `${target.slice(0, 400)} … sha256:${sha256Hex(target)}`;
}
