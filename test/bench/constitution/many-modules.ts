import type { Files } from "../../support/builders.ts";
import { SYSTEM_ROOT } from "../../support/builders.ts";

/** How many of each kind of module make up a hundredth of a system, so that fifty are a whole one. */
const SHARES = {
  tools: 20,
  prompts: 24,
  models: 6,
  parameters: 24,
  capabilities: 8,
  memory: 6,
  policies: 6,
  secrets: 6,
} as const;

type Member = keyof typeof SHARES;

/**
 * A system of about `size` modules that passes every gate, as a repository holds it: a chain of tools,
 * templates and models, with limits, grants, stores and policies in the proportions of the starter.
 */
export function manyModules(size: number): Files {
  const ids = (member: Member): readonly number[] =>
    Array.from({ length: Math.max(1, Math.round((size * SHARES[member]) / 100)) }, (_, at) => at);
  const files: Record<string, string> = {};
  for (const at of ids("tools")) {
    files[`${SYSTEM_ROOT}/tools/t${at}.js`] =
      `export function run(input) {\n  return { mood: input.message, score${at}: ${at} };\n}\n`;
  }
  for (const at of ids("prompts")) {
    files[`${SYSTEM_ROOT}/prompts/p${at}.md`] =
      `You answer on behalf of desk ${at}.\nThe person seems {{mood}}. Be brief and kind.\n`;
  }
  return { ...files, [`${SYSTEM_ROOT}/system.yaml`]: definition(ids) };
}

function definition(ids: (member: Member) => readonly number[]): string {
  const rows = (member: Member, render: (at: number) => string): string => {
    const lines = ids(member).map((at) => `  ${render(at)}`);
    return `${member}:\n${lines.join("\n")}`;
  };
  const names = { tools: ids("tools").length, models: ids("models").length };
  return [
    "apiVersion: omega.dev/v1",
    "kind: System",
    'metadata: {name: greeter, description: "Many modules"}',
    CONTRACT,
    rows("parameters", (at) => `k_${at}: {value: ${at % 7}, minimum: 0, maximum: 10}`),
    rows(
      "models",
      (at) =>
        `m${at}: {provider: anthropic, id: claude-${at}, params: {temperature: 0.2}, auth: {secret: s${at}}, optional: true}`,
    ),
    rows("prompts", (at) => `p${at}: {file: prompts/p${at}.md, inputs: [mood]}`),
    rows(
      "tools",
      (at) =>
        `t${at}: {file: tools/t${at}.js, effect: read, limits: {memory_mb: 32, deadline_ms: 200}}`,
    ),
    rows(
      "memory",
      (at) =>
        `b${at}: {kind: log, scope: system, retention: P365D, writers: [t${at % names.tools}]}`,
    ),
    graph(ids),
    rows(
      "capabilities",
      (at) =>
        `c${at}: {kind: http, target: "https://desk${at}.example/v1/*", access: read, grant: [t${at % names.tools}]}`,
    ),
    rows("secrets", (at) => `s${at}: {env: KEY_${at}}`),
    "resources: {per_run: {wall_clock_ms: 600000, tokens: 4000, tool_calls: 100000}, per_day: {usd: 5}}",
    rows("policies", (at) => `r${at}: {applies_to: [output], regex_absent: "card ${at}"}`),
    "",
  ].join("\n");
}

const CONTRACT = `contract:
  input: {type: object, required: [message], additionalProperties: false, properties: {message: {type: string, maxLength: 2000}}}
  output: {type: object, required: [mood], additionalProperties: false, properties: {mood: {type: string}, reply: {type: string}}}`;

/** One chain through all tools, prompts and models, with a way past every seventh node. */
function graph(ids: (member: Member) => readonly number[]): string {
  const nodes = [
    ...ids("tools").map((at) => `    nt${at}: {kind: tool, tool: t${at}, parameters: [k_${at}]}`),
    ...ids("prompts").map((at) => `    np${at}: {kind: template, prompt: p${at}}`),
    ...ids("models").map((at) => `    nm${at}: {kind: model, model: m${at}, output: reply}`),
    "    done: {kind: end}",
  ];
  const names = nodes.map((line) => line.trim().split(":")[0] ?? "");
  const edges = names.slice(1).map((to, at) => `    e${at}: {from: ${names[at]}, to: ${to}}`);
  const detours = names.flatMap((from, at) => {
    const to = names[at + 2];
    return at % 7 === 0 && to !== undefined
      ? [`    d${at}: {from: ${from}, to: ${to}, when: "out.score${at} >= parameters.k_0"}`]
      : [];
  });
  const lines = [
    "graph:",
    `  entry: ${names[0]}`,
    "  nodes:",
    ...nodes,
    "  edges:",
    ...edges,
    ...detours,
  ];
  return lines.join("\n");
}
