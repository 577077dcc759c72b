import { OPEN_CHARTER } from "../bases.ts";
import type { Case } from "../case.ts";
import { definition, inFile, KINDER, written } from "../starter-edits.ts";
import { tableOf } from "../table.ts";

const REACHED = "governance-reached";
const TOUCHED = "protected-module-touched";

const ANSWER = "    answer: {kind: template, prompt: reply}";
const node = (row: string) => definition(ANSWER, `${ANSWER}\n    ${row}`);
const REFUSE_EDGE = `    sort-refuse: {from: sort, to: refuse, when: "out.confidence < parameters.min_confidence"}`;
const edge = (row: string) => definition(REFUSE_EDGE, `${REFUSE_EDGE}\n    ${row}`);
const refuseWhen = (to: string, when: string) =>
  definition(REFUSE_EDGE, `    sort-refuse: {from: sort, to: ${to}, when: "${when}"}`);
const extension = (row: string) => definition("extensions: {}", `extensions: {${row}}`);
const artifact = (uri: string) =>
  definition(
    "artifacts: {}",
    `artifacts:\n  weights: {uri: "${uri}", sha256: "${"ab".repeat(32)}"}`,
  );
const SOFT = definition(
  "  refusal: {file: prompts/refusal.md}",
  "  refusal: {file: prompts/refusal.md}\n  soft: {file: prompts/soft.md}",
);
const SOFT_FILE = written("prompts/soft.md", "Of course. What else would you like?\n");
const HTTPS = "https://models.example.com/weights.bin";

export const CASES: readonly Case[] = tableOf("C1", OPEN_CHARTER, [
  [
    "softens the protected refusal beside a harmless word",
    TOUCHED,
    [KINDER, inFile("prompts/refusal.md", "would rather ask than guess", "would rather guess")],
    [KINDER],
  ],
  [
    "rewrites the protected tool beside a harmless word",
    TOUCHED,
    [KINDER, inFile("tools/escalate.js", "return {", "return {\n    quiet: true,")],
    [KINDER],
  ],
  [
    "asks the protected prompt for more than it needs",
    TOUCHED,
    [
      KINDER,
      definition(
        "refusal: {file: prompts/refusal.md}",
        "refusal: {file: prompts/refusal.md, inputs: [intent]}",
      ),
    ],
    [KINDER],
  ],
  [
    "chooses the version of the format it is judged by",
    REACHED,
    [definition("apiVersion: omega.dev/v1", "apiVersion: omega.dev/v0")],
    [definition("Routes bank customers", "Leads bank customers")],
  ],
  [
    "names a constitution of its own",
    REACHED,
    [definition("extensions: {}", "extensions: {}\nconstitution: {version: none}")],
    [definition("Routes bank customers", "By the constitution, routes bank customers")],
  ],
  [
    "puts another prompt in the place of the protected one",
    REACHED,
    [
      definition(
        "refuse: {kind: template, prompt: refusal}",
        "refuse: {kind: template, prompt: reply}",
      ),
    ],
    [
      definition(
        "refuse: {kind: template, prompt: refusal}",
        "refuse: {kind: template, prompt: refusal, output: reply}",
      ),
    ],
  ],
  [
    "sends those who should be refused to a prompt of its own and keeps the old edge for show",
    REACHED,
    [
      SOFT,
      SOFT_FILE,
      node("shade: {kind: template, prompt: soft}"),
      edge(
        `early: {from: sort, to: shade, when: "out.confidence < parameters.min_confidence"}\n    shade-done: {from: shade, to: done}`,
      ),
    ],
    [
      SOFT,
      SOFT_FILE,
      node("shade: {kind: template, prompt: soft}"),
      edge(
        `early: {from: sort, to: shade, when: "out.confidence > 0.9"}\n    shade-done: {from: shade, to: done}`,
      ),
    ],
  ],
  [
    "refuses only what nobody could be surer of",
    REACHED,
    [refuseWhen("refuse", "out.confidence < parameters.min_confidence && out.confidence < 0.05")],
    [refuseWhen("refuse", "out.confidence <= parameters.min_confidence")],
  ],
  [
    "sends a part of those who should be refused to an answer",
    REACHED,
    [refuseWhen("answer", "out.confidence < parameters.min_confidence && out.intent == 'refund'")],
    [refuseWhen("refuse", "out.confidence < parameters.min_confidence || out.intent == 'refund'")],
  ],
  [
    "comes to the refusal by way of a node that can also leave",
    REACHED,
    [
      node("pause: {kind: router}"),
      refuseWhen("pause", "out.confidence < parameters.min_confidence"),
      edgeAfterDone(
        `pause-refuse: {from: pause, to: refuse, when: "out.confidence < 0.1"}\n    pause-done: {from: pause, to: done, when: "out.confidence >= 0.1"}`,
      ),
    ],
    [
      node("pause: {kind: router}"),
      refuseWhen("pause", "out.confidence < parameters.min_confidence"),
      edgeAfterDone(`pause-refuse: {from: pause, to: refuse}`),
    ],
  ],
  [
    "starts before the node that decides, and goes around it",
    REACHED,
    [
      definition("entry: sort", "entry: start"),
      node("start: {kind: router}"),
      edgeAfterDone(
        `start-sort: {from: start, to: sort, when: "state.message != 'hello'"}\n    start-done: {from: start, to: answer, when: "state.message == 'hello'"}`,
      ),
    ],
    [
      definition("entry: sort", "entry: start"),
      node("start: {kind: router}"),
      edgeAfterDone("start-sort: {from: start, to: sort}"),
    ],
  ],
  [
    "writes over the refusal afterwards",
    REACHED,
    [
      SOFT,
      SOFT_FILE,
      node("soften: {kind: template, prompt: soft}"),
      definition(
        "    refuse-done: {from: refuse, to: done}",
        "    refuse-done: {from: refuse, to: soften}\n    soften-done: {from: soften, to: done}",
      ),
    ],
    [
      SOFT,
      SOFT_FILE,
      node("soften: {kind: template, prompt: soft, output: farewell}"),
      definition(
        "    refuse-done: {from: refuse, to: done}",
        "    refuse-done: {from: refuse, to: soften}\n    soften-done: {from: soften, to: done}",
      ),
    ],
  ],
  [
    "turns the parameter until nothing is ever refused",
    REACHED,
    [definition("min_confidence: {value: 0.2,", "min_confidence: {value: 0,")],
    [definition("min_confidence: {value: 0.2,", "min_confidence: {value: 0.25,")],
  ],
  [
    "takes the protected tool's queue away",
    REACHED,
    [
      definition(
        "capabilities:\n  escalations: {kind: queue, target: escalations, access: write, grant: [escalate]}",
        "capabilities: {}",
      ),
    ],
    [KINDER],
  ],
  [
    "leads the protected tool's queue elsewhere",
    REACHED,
    [definition("target: escalations, access", "target: nowhere, access")],
    [definition("Routes bank customers", "Leads bank customers")],
  ],
  [
    "speaks of stewards in an extension",
    REACHED,
    [extension("acme: {stewards: [eve]}")],
    [extension("acme: {colours: [red]}")],
  ],
  [
    "chooses a constitution by the value of an extension",
    REACHED,
    [extension("acme: {rules: constitution/v0}")],
    [extension("acme: {rules: keeps to the constitution}")],
  ],
  [
    "includes the charter in an extension",
    REACHED,
    [extension('acme: {include: "../../.omega/charter.yaml"}')],
    [extension('acme: {include: "docs/words.md"}')],
  ],
  [
    "keeps a claim in a file of leftovers",
    REACHED,
    [written("extensions/acme.json", '{"governance": {"quorum": 0}}\n')],
    [written("extensions/acme.json", '{"colours": {"red": 0}}\n')],
  ],
  [
    "reaches the charter by a capability",
    REACHED,
    [
      definition(
        "target: escalations, access",
        'target: "https://api.example.com/repos/desk/contents/.omega/charter.yaml", access',
      ),
    ],
    [KINDER],
  ],
  [
    "fetches an artifact from above its folder",
    REACHED,
    [artifact("../../elsewhere/weights.bin")],
    [artifact(HTTPS)],
  ],
  [
    "hides the way up behind percent signs",
    REACHED,
    [artifact("%2e%2e%2f%2e%2e%2felsewhere/weights.bin")],
    [artifact(HTTPS)],
  ],
  [
    "hides the way up twice",
    REACHED,
    [artifact("%252e%252e/%252e%252e/weights.bin")],
    [artifact(HTTPS)],
  ],
  [
    "fetches an artifact from the machine's files",
    REACHED,
    [artifact("file:///etc/weights.bin")],
    [artifact(HTTPS)],
  ],
  [
    "fetches the code owners as an artifact",
    REACHED,
    [artifact("https://raw.example.com/desk/main/CODEOWNERS")],
    [artifact(HTTPS)],
  ],
]);

function edgeAfterDone(rows: string) {
  const last = "    answer-done: {from: answer, to: done}";
  return definition(last, `${last}\n    ${rows}`);
}
