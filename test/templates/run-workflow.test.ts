import { createServer, type Server } from "node:http";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRunWorkflow, runStep, scriptOf } from "../support/run-workflow.ts";

const FILE = fileURLToPath(new URL("../../templates/workflows/omega-run.yml", import.meta.url));

const workflow = readRunWorkflow(readFileSync(FILE, "utf8"));

const { answer, "hand-in": handIn } = workflow.jobs;

let place: string;
let server: Server;
let url: string;
const heard: { readonly path: string; readonly authorization: string; readonly body: string }[] =
  [];

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), "omega-workflow-"));
  server = createServer((request, response) => {
    const parts: string[] = [];
    request.on("data", (part) => parts.push(String(part)));
    request.on("end", () => {
      const { authorization = "" } = request.headers;
      heard.push({ path: request.url ?? "", authorization, body: parts.join("") });
      response.end(JSON.stringify({ value: "signed", accepted: true }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
});

afterAll(() => {
  server.close();
  rmSync(place, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(place, path)), { recursive: true });
  writeFileSync(join(place, path), text);
}

const run = (script: string, env: Readonly<Record<string, string>>): Promise<number> =>
  runStep(script, place, env);

const line = (id: string) => JSON.stringify({ id, input: { id }, expected: { mood: "glad" } });

/** Dies at one item, and says whether it finds any suite. */
const AGENT = `import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) {
  const { input } = JSON.parse(line);
  if (input.id === "p-2") process.exit(1);
  const seen = ["evals", "../../../base", "../../.git"].filter((path) => existsSync(path));
  console.log(JSON.stringify({ output: { heard: input.id, seen } }));
}
`;

describe("the workflow that runs both versions", () => {
  it("may prove what it is only where nothing of the candidate's runs", () => {
    expect(answer.permissions).toEqual({ contents: "read" });
    expect(handIn.permissions).toEqual({ "id-token": "write" });
    expect(handIn.steps.map(({ uses }) => uses?.split("@")[0])).not.toContain("actions/checkout");
    for (const { uses, with: given } of answer.steps) {
      if (uses?.startsWith("actions/checkout") === true) {
        expect(given?.["persist-credentials"]).toBe(false);
      }
    }
  });

  it("is started by the app alone, with what the app sends, and no text of a stranger in a script", () => {
    const inputs = Object.keys(workflow.on.workflow_dispatch.inputs);
    expect(inputs.sort()).toEqual(["base", "epochs", "head", "nonce", "path", "system"]);
    expect(scriptOf(answer) + scriptOf(handIn)).not.toContain("${{");
  });

  it("answers every item of the base's suites, which the version cannot read", async () => {
    write("base/agents/desk/evals/public.jsonl", `${["p-1", "p-2", "p-3"].map(line).join("\n")}\n`);
    write("base/agents/desk/evals/injection.jsonl", `${line("s-1")}\n`);
    write("version/agents/desk/main.mjs", AGENT);
    write("version/agents/desk/evals/public.jsonl", line("p-1"));
    write("version/.git/HEAD", "");

    expect(await run(scriptOf(answer), { ...workflow.env, SYSTEM_PATH: "agents/desk" })).toBe(0);

    const answers: readonly unknown[] = JSON.parse(
      readFileSync(join(place, "answers.json"), "utf8"),
    );
    const milliseconds = expect.any(Number);
    expect(answers).toEqual([
      { suite: "public", item: "p-1", output: { heard: "p-1", seen: [] }, milliseconds },
      { suite: "public", item: "p-2", milliseconds },
      { suite: "public", item: "p-3", output: { heard: "p-3", seen: [] }, milliseconds },
      { suite: "safety", item: "s-1", output: { heard: "s-1", seen: [] }, milliseconds },
    ]);
    expect(existsSync(join(place, "base"))).toBe(false);
  });

  it("answers public items as often as the charter asks, under a seed of their own", async () => {
    write("base/agents/desk/evals/public.jsonl", `${["p-1", "p-3"].map(line).join("\n")}\n`);
    write("base/agents/desk/evals/injection.jsonl", `${line("s-1")}\n`);
    const source = AGENT.replace("{ input }", "{ input, seed }").replace("heard: input.id", "seed");
    write("version/agents/desk/main.mjs", source);

    const env = { ...workflow.env, SYSTEM_PATH: "agents/desk", EPOCHS: "2" };
    expect(await run(scriptOf(answer), env)).toBe(0);

    const answers: readonly { readonly output: { readonly seed: string } }[] = JSON.parse(
      readFileSync(join(place, "answers.json"), "utf8"),
    );
    expect(answers).toMatchObject([
      { suite: "public", item: "p-1" },
      { suite: "public", item: "p-1", epoch: 2 },
      { suite: "public", item: "p-3" },
      { suite: "public", item: "p-3", epoch: 2 },
      { suite: "safety", item: "s-1" },
    ]);
    expect(new Set(answers.map(({ output }) => output.seed)).size).toBe(5);
  });

  it("hands in what each version answered, under the version's name, with a token for that alone", async () => {
    const row = { suite: "public", item: "p-1", output: { mood: "glad" }, milliseconds: 1 };
    const liar = [
      { ...row, side: "baseline" },
      { ...row, item: "p-2", output: "glad" },
    ];
    write("answers-candidate/answers.json", JSON.stringify(liar));

    const ended = await run(scriptOf(handIn), {
      OMEGA_URL: url,
      NONCE: "n1",
      ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?v=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request",
    });

    expect(ended).toBe(0);
    expect(heard).toEqual([
      { path: "/token?v=1&audience=omega%3An1", authorization: "bearer request", body: "" },
      {
        path: "/api/v1/evaluations/n1/results",
        authorization: "Bearer signed",
        body: JSON.stringify({
          results: [
            {
              side: "candidate",
              suite: "public",
              item: "p-1",
              milliseconds: 1,
              output: row.output,
            },
            { side: "candidate", suite: "public", item: "p-2", milliseconds: 1 },
          ],
        }),
      },
    ]);
  });
});
