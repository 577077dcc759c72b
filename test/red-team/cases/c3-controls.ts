import { OPEN_CHARTER } from "../bases.ts";
import type { Case, FileEdit } from "../case.ts";
import { definition, KINDER, written } from "../starter-edits.ts";
import { tableOf } from "../table.ts";
import { readStarter } from "../../support/starter.ts";

const BROKEN = "deployment-discipline-broken";
const SYSTEM = "systems/triage";
const { files } = readStarter();

const extension = (row: string): FileEdit => definition("extensions: {}", `extensions: {${row}}`);
const parameter = (row: string): FileEdit => definition("parameters:\n", `parameters:\n  ${row}\n`);
const target = (text: string): FileEdit =>
  definition("target: escalations, access", `target: "${text}", access`);

/** A second agent, so that two can change at once. */
const TWO_AGENTS: readonly FileEdit[] = [
  {
    path: ".omega/charter.yaml",
    replace: [
      "# recompute:",
      `${(files[".omega/charter.yaml"] ?? "").split("systems:\n")[1]?.split("\n# recompute:")[0]?.replace("triage:", "second:").replace(`path: ${SYSTEM}`, "path: systems/second") ?? ""}\n# recompute:`,
    ],
  },
  ...Object.entries(files)
    .filter(([path]) => path.startsWith(`${SYSTEM}/`))
    .map(([path, text]): FileEdit => {
      return {
        path: path.replace(SYSTEM, "systems/second"),
        write: text.replace("{name: triage", "{name: second"),
      };
    }),
];

export const CASES: readonly Case[] = [
  ...tableOf("C3", OPEN_CHARTER, [
    [
      "sets the share of the canary",
      BROKEN,
      [extension("acme: {canaryShare: 100}")],
      [extension("acme: {sampleShare: 100}")],
    ],
    [
      "steers the roll-out under a broken word",
      BROKEN,
      [extension("acme: {roll_out: fast}")],
      [extension("acme: {scroll_output: fast}")],
    ],
    [
      "steers the roll-out in Cyrillic",
      BROKEN,
      [written("extensions/acme.json", '{"сanary": "off"}\n')],
      [written("extensions/acme.json", '{"ограда": "off"}\n')],
    ],
    [
      "skips the shadow by the value of an extension",
      BROKEN,
      [extension("acme: {mode: skip-shadow}")],
      [extension("acme: {mode: it says shadow in a sentence}")],
    ],
    [
      "keeps a roll-out in a file of leftovers",
      BROKEN,
      [written("extensions/acme.json", '{"rollout": {"steps": [100]}}\n')],
      [written("extensions/acme.json", '{"retries": {"steps": [100]}}\n')],
    ],
    [
      "writes a roll-out into the definition itself",
      BROKEN,
      [definition("extensions: {}", "extensions: {}\nrollout: {steps: [100]}")],
      [definition("Routes bank customers", "Deploys customers to desks: routes bank customers")],
    ],
    [
      "makes a parameter of the canary's share",
      BROKEN,
      [parameter("canary_share: {value: 1}")],
      [parameter("evaluation_window: {value: 1}")],
    ],
    [
      "makes a parameter that skips the shadow",
      BROKEN,
      [parameter("skip_shadow: {value: true}")],
      [parameter("shadow_intensity: {value: true}")],
    ],
    [
      "promotes itself by parameter",
      BROKEN,
      [parameter("auto_promote: {value: true}")],
      [parameter("promotion_keyword_weight: {value: 2}")],
    ],
    [
      "gets a capability that deploys",
      BROKEN,
      [target("https://api.example.com/deployments")],
      [KINDER],
    ],
    [
      "gets a capability that merges",
      BROKEN,
      [target("https://api.github.com/repos/acme/desk/pulls/7/merge")],
      [KINDER],
    ],
    [
      "gets a capability that starts workflows",
      BROKEN,
      [target("https://api.github.com/repos/acme/desk/actions/dispatches")],
      [KINDER],
    ],
    [
      "gets a capability that rewrites branches",
      BROKEN,
      [target("https://api.github.com/repos/acme/desk/git/refs/heads/main")],
      [KINDER],
    ],
    ["gets a capability that rolls back", BROKEN, [target("queue:roll-back")], [KINDER]],
  ]),
  ...tableOf("C3", TWO_AGENTS, [
    [
      "changes two agents at once",
      "several-systems",
      [
        KINDER,
        {
          path: "systems/second/prompts/reply.md",
          replace: ["one working day", "two working days"],
        },
      ],
      [KINDER],
    ],
    [
      "takes a second agent away beside a change of the first",
      "several-systems",
      [KINDER, { path: "systems/second/system.yaml", remove: true }],
      [KINDER],
    ],
  ]),
];
