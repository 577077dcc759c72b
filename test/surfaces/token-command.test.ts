import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { tokenCommand } from "../../src/surfaces/cli/token.ts";
import { openRuntimeApp, type RuntimeApp } from "../support/runtime-app.ts";

let runtime: RuntimeApp;
let listening: Awaited<ReturnType<RuntimeApp["listen"]>>;

beforeAll(async () => {
  runtime = await openRuntimeApp();
  listening = await runtime.listen();
});

afterAll(async () => {
  await listening.close();
  await runtime.close();
});

async function run(env: Readonly<Record<string, string>>, ...extra: readonly string[]) {
  const said: string[] = [];
  const command = tokenCommand({ env });
  for (const one of [command, ...command.commands]) {
    one.exitOverride().configureOutput({ writeErr: (text) => said.push(text) });
  }
  const given = ["create", "--url", listening.url, "--repository-id", "7", "--system", "greeter"];
  const fault: unknown = await command
    .parseAsync([...given, ...extra], { from: "user" })
    .then(() => undefined)
    .catch((caught: unknown) => caught);
  return { fault, said: said.join("") };
}

describe("omega token create", () => {
  it("needs a GitHub token in the environment", async () => {
    const { fault, said } = await run({});

    expect(fault).toMatchObject({ exitCode: 64 });
    expect(said).toContain("GITHUB_TOKEN");
  });

  it("ends with 1 and the app's problem when the app refuses", async () => {
    const write = vi.spyOn(process.stdout, "write");
    const { fault, said } = await run({ MINE: "unknown" }, "--token-env", "MINE");

    expect(fault).toMatchObject({ exitCode: 1 });
    expect(said).toContain("request-unauthorised");
    expect(write).not.toHaveBeenCalled();
    write.mockRestore();
  });

  it("knows only the two scopes", async () => {
    const { fault } = await run({ GITHUB_TOKEN: "x" }, "--scopes", "admin");

    expect(fault).toMatchObject({ code: "commander.invalidArgument" });
  });
});
