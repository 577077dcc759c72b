import type { FindingRows } from "./finding-row.ts";

/** The ways in which something sleeps while it is evaluated. */
export const DORMANT_CODE = {
  otherwise: ["This would sleep while it is evaluated and could wake when it is live."],
  "constant-condition": [
    "The edge {edge} depends on constants only ({field}), so evaluation sees one side of it for ever, and a small later change turns it over.",
    "Let the condition depend on what the run has found out (`out.` or `state.`), or take the edge out.",
  ],
  "surroundings-condition": [
    "The edge {edge} asks for {field}, which tells evaluation from production.",
    "Decide by what the input says, not by where the agent runs.",
  ],
  "undeclared-field": [
    "The edge {edge} asks for {field}, which neither input, tools nor templates ever give: it never opens, until somebody gives it.",
    "Name a field that is given, or take the edge out.",
  ],
  "closed-condition": [
    "No run can make the condition {field} of the edge {edge} true, so evaluation never sees what lies behind it.",
    "Let it ask for values that the input, the tools or the data really give, or take the edge out.",
  ],
  "tool-uncalled": [
    "Nothing calls the new tool {tool}: its code would lie there unevaluated until a smaller change calls it.",
    "Add the tool together with the node that calls it.",
  ],
  "model-absent": [
    "{node} asks the model {model}, which may be absent: an evaluation without the key passes over it, and production would not.",
    "Take `optional` away, so that it is asked wherever it runs, or leave the model out of the graph.",
  ],
  "kept-state": [
    "{path} keeps {token} from one call to the next; every evaluated call is the first one, and none in production is.",
    "Keep what a call needs inside `run`.",
  ],
  "closed-gate": [
    "{path} has code that runs only when the parameter {token} has another value than it has now.",
    "Set the parameter so that evaluation sees the code at work, or take the branch out.",
  ],
  "secret-input": [
    "{path} waits for the input {token} as a whole; evaluation either never asks it or is known by it.",
    "Decide by what inputs have in common, and show it in the public suite first.",
  ],
  "input-never-given": [
    "{path} asks its input for {token}, which neither the contract, tools nor templates give: somebody else would have to.",
    "Ask for fields that are given.",
  ],
  "surroundings-code": [
    "{path} uses {token}, by which code can tell where or when it runs, or make code that nobody has read.",
    "Tools get all they may know as input, parameters and data; spell the word differently where it only stands in a comment.",
  ],
} as const satisfies FindingRows;
