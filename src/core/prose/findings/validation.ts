import type { VALIDATION_REASONS } from "../reasons/validation.ts";
import type { FindingRows } from "./finding-row.ts";

type Code =
  | Exclude<keyof typeof VALIDATION_REASONS, "stage-not-reached">
  | "class-claim-false"
  | "objective-missing";

/** Findings of the seven stages. */
export const VALIDATION_FINDINGS = {
  "schema-invalid": {
    otherwise: ["{pointer} does not have the required shape: {detail}."],
  },
  "reference-broken": {
    otherwise: [
      "{pointer} names {name}, and there is no {kind} of that name.",
      "Declare it, or name one that is declared.",
    ],
    missing: ["{pointer} is missing: this needs a {kind}.", "Name the {kind} that it uses."],
    unreadable: [
      "{pointer} is no condition that can be read: {name}.",
      "Compare `out.`, `state.` or `parameters.` fields and literals with `== != < <= > >=`, joined by `&&`, `||` and `!`.",
    ],
    "missing-file": [
      "{file} is named here and does not exist.",
      "Add the file, or name one that exists.",
    ],
    "wrong-kind": [
      "{file} is named here and is another kind of file than this needs.",
      "Prompts are `prompts/*.md`, tools `tools/*.js`, data `data/*.json`.",
    ],
    "unowned-file": [
      "No module names {file}: it would run nowhere and be judged by no rule.",
      "Name it in the module that uses it, or remove it.",
    ],
    stray: [
      "{pointer} names {name}, and a node of kind {kind} never runs it.",
      "Take the name out, or give the node the kind that runs it.",
    ],
  },
  "node-unreachable": {
    otherwise: [
      "No way from the entry leads to the node {node}.",
      "Add an edge that leads to it, or remove the node.",
    ],
    "no-way-out": [
      "The node {node} is no end, and no edge leads on from it: every run that comes here is stuck.",
      "Add an edge that leads on, or make it an `end`.",
    ],
    "no-end": [
      "From the node {node} no way leads to an `end`: every run that comes here circles until it is stopped.",
      "Add an edge that leads to an `end`.",
    ],
    "after-end": [
      "The edge {edge} leads on from {node}, which is an `end`: no run ever takes it.",
      "Take the edge out, or begin it at another node.",
    ],
    "no-default": [
      "The router {node} has no edge without a condition, and for some values none of its conditions holds.",
      "Add an edge without `when`, which is taken then.",
    ],
  },
  "loop-unbounded": {
    otherwise: [
      "The edge {edge} from {from} to {to} closes a loop, and the graph says that it has none.",
      "Set `graph.loops.max` to the number of rounds it may take, or take the edge out.",
    ],
  },
  "contract-mismatch": {
    otherwise: ["{pointer} does not fit what the other side takes."],
    uncheckable: [
      "{pointer} is a keyword that contracts cannot check, so it would hold nothing.",
      "Use `type`, `required`, `properties`, `additionalProperties`, `enum`, `minimum`, `maximum`, `maxLength` and `items`.",
    ],
    unproduced: [
      "The output promises {field}, and neither the input, a tool nor a template gives it.",
      "Let a node give it, or take the promise back.",
    ],
    "input-narrowed": [
      "{pointer} refuses inputs that the version in production takes ({keyword}).",
      "Take at least what is taken today; callers do not change with the agent.",
    ],
    "output-widened": [
      "{pointer} allows outputs that the version in production never gives ({keyword}).",
      "Give nothing that callers have not been promised.",
    ],
    "placeholder-undeclared": [
      "The prompt {prompt} uses {field}, which is not among its `inputs`.",
      "Add it to the prompt's `inputs`, or take the placeholder out.",
    ],
    "placeholder-unfilled": [
      "The prompt {prompt} waits for {field}, which neither the input, a tool nor a template gives.",
      "Let a node before it give the field, or take the placeholder out.",
    ],
    "condition-unfed": [
      "The condition of the edge {edge} reads {field}, which nothing before it gives: it never holds.",
      "Let the node before give the field, or read one that it gives.",
    ],
    "way-without": [
      "The output promises {field}, and on this way to {node} nothing gives it.",
      "Let a node on the way give it, or take the promise back.",
    ],
    "way-without-optional": [
      "The output promises {field}, which callers may leave out, and on this way to {node} nothing else gives it.",
      "Let a node on the way give it, or take the promise back.",
    ],
    "placeholder-starved-optional": [
      "The prompt {prompt} waits for {field}, which callers may leave out, and on this way to {node} nothing else gives it.",
      "Let a node on the way give it, or take the placeholder out.",
    ],
    "condition-mistyped": [
      "The condition of the edge {edge} compares {field} with what its type can never be, so it is always shut or always open.",
      "Compare it with a value of its own type; only numbers have an order.",
    ],
    "text-unpromised": [
      "The template {node} always writes the same text into {field}, and the output does not allow that text.",
      "Write what is promised, or promise what is written.",
    ],
    "placeholder-starved": [
      "The prompt {prompt} waits for {field}, and on this way to {node} nothing has given it.",
      "Let a node on the way give it, or take the placeholder out.",
    ],
    "text-for": [
      "The template {node} writes text into {field}, and the output promises another type.",
      "Write into another key, or promise text.",
    ],
    "passed-through": [
      "{field} is passed on as it came in, and the input takes values that the output does not allow ({keyword}).",
      "Promise what comes in, or let a node give the field.",
    ],
    "not-an-object": [
      "{pointer} is not of type `object`, and systems take and give objects only.",
      "Put the value under a name.",
    ],
    "required-unlisted": [
      "{pointer} asks for a field that is not among the `properties`, and only those are given back.",
      "List the field, or ask for it no more.",
    ],
    "required-shut": [
      "{pointer} asks for a field that `additionalProperties` shuts out: nothing satisfies both.",
      "List the field among the `properties`.",
    ],
    "range-empty": ["{pointer} is above its upper bound, so no value is allowed."],
    "enum-empty": ["{pointer} is empty, so no value is allowed."],
  },
  "tier-unmatched": {
    otherwise: ["No rule of the charter gives {pointer} a tier, so no mutation may touch it."],
    gained: [
      "What this makes reachable is judged at {pointer}, and no rule of the charter gives it a tier.",
    ],
  },
  "capability-missing": {
    otherwise: ["{module} needs {name}, which it does not have."],
    undeclared: [
      "The tool {module} needs {name}, and there is no such capability.",
      "Declare the capability and grant it to the tool, or take the need away.",
    ],
    "not-granted": [
      "The tool {module} needs {name}, and the capability is not granted to it.",
      "Add the tool to the capability's `grant`; the charter decides who may.",
    ],
    "grant-to-nobody": [
      "The capability {name} is granted to {module}, and there is no such tool.",
      "Take the name out of `grant`; a grant waits for nobody.",
    ],
    "secret-undeclared": [
      "The model {module} authenticates with {name}, and there is no such secret.",
      "Declare it under `secrets` with the variable that holds it.",
    ],
    "writer-is-nobody": [
      "{module} may write to {name}, and there is no such tool or node.",
      "Take the name out of `writers`.",
    ],
    "effect-understated": [
      "The tool {module} holds the capability {name} and declares an effect that is less than that.",
      "Declare the effect that it can have, or take the grant away.",
    ],
  },
  "resource-exceeded": {
    otherwise: ["{pointer} is {value}; at most {limit} is allowed."],
    "deadline-over-run": [
      "{pointer} lets one call take {value} ms, and a whole run may take {limit} ms.",
    ],
    "tokens-over-run": [
      "{pointer} lets one answer take {value} tokens, and a whole run may take {limit}.",
    ],
    "calls-over-run": [
      "The shortest way through the graph calls tools {value} times, and a run may {limit} times.",
    ],
    "below-minimum": ["{pointer} is {value}, below its minimum {limit}."],
    "above-maximum": ["{pointer} is {value}, above its maximum {limit}."],
    "deadlines-sum": [
      "On the quickest way through the graph calls may take {value} ms together, and a run {limit} ms.",
    ],
    "tokens-sum": [
      "On the shortest way through the graph answers may take {value} tokens together, and a run {limit}.",
    ],
    "bounds-crossed": [
      "The minimum of {name} is above its maximum {limit}, so no value is allowed.",
    ],
    "bounds-of-no-number": [
      "{name} is {value}, which is no number, so its bound {limit} holds nothing.",
      "Take the bounds out, or make it a number.",
    ],
    retyped: [
      "{name} is a {value} and was a {limit}: no bound compares the two.",
      "Keep the type; a parameter of another type needs another name.",
    ],
  },
  "preflight-failed": {
    otherwise: ["The candidate failed its smoke run: {detail}."],
    "not-started": ["The candidate does not compile or start: {detail}."],
    unloaded: [
      "The tool {tool} does not load: {detail}.",
      "Export a function `run` from it, and try it with `omega check` before the next push.",
    ],
    "input-refused": ["The candidate refuses the smoke run's input: {detail}."],
    "tool-failed": ["A tool of the candidate failed in its smoke run: {detail}."],
    "command-failed": [
      "The command that runs the candidate failed in its smoke run: {detail}.",
      'It has to answer one line `{"input": …}` with one line `{"output": {…}}` and stay for the next.',
    ],
    "output-refused": [
      "The candidate's answer in its smoke run breaks its own contract: {detail}.",
    ],
    "over-limit": ["The candidate ran over a limit in its smoke run: {detail}."],
    stuck: ["The candidate's smoke run came to no end: {detail}."],
  },
  "isolation-insufficient": {
    otherwise: [
      "A change of tier {tier} is run in {demanded} or not at all, and this sandbox has {reached}.",
      "Install bubblewrap where the app runs and restart it; or have stewards amend `isolation`.",
    ],
  },
  "class-claim-false": {
    otherwise: ["The pull request claims to be a {claimed}, and its difference is a {derived}."],
  },
  "objective-missing": {
    otherwise: ["The pull request does not say what should improve."],
  },
} as const satisfies Readonly<Record<Code, FindingRows>>;
