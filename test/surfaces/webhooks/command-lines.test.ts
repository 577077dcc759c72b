import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { commandLines } from "../../../src/surfaces/webhooks/command-lines.ts";

describe("a comment's commands", () => {
  it.each([
    ["alone", "/omega shadow", ["shadow"]],
    ["after a greeting", "Looks good to me.\n/omega canary", ["canary"]],
    ["with Windows line ends", "Fine.\r\n\r\n/omega promote\r\n", ["promote"]],
    ["twice the same", "/omega hold\n\n/omega hold", ["hold"]],
    ["indented a little", "  /omega rollback", ["rollback"]],
  ])("are heard %s", (_how, comment, commands) => {
    expect(commandLines(comment)).toEqual(commands);
  });

  it.each([
    ["a quote", "> /omega promote"],
    ["a quote that goes on lazily", "> what about\n/omega promote"],
    ["a fenced block", "```\n/omega promote\n```"],
    ["a block fenced by tildes inside another", "~~~\n```\n~~~ x\n/omega promote\n~~~"],
    ["an indented block", "    /omega promote"],
    ["inline code", "`/omega promote`"],
    ["code that spans lines", "`see\n/omega promote\nfor that`"],
    ["a list", "- /omega promote"],
    ["a heading", "# /omega promote"],
    ["an HTML comment", "<!--\n/omega promote\n-->"],
    ["an HTML block", "<details>\n/omega promote\n</details>"],
    ["a link", "[/omega promote](https://example.com)"],
    ["a sentence", "please run /omega promote now"],
    ["words after it", "/omega promote please"],
    ["a command that we do not have", "/omega merge"],
    ["another case", "/Omega promote"],
    ["an escape", "\\/omega promote is how you promote"],
    ["a very long comment", `${"x".repeat(20_001)}\n\n/omega promote`],
  ])("are not heard in %s", (_where, comment) => {
    expect(commandLines(comment)).toEqual([]);
  });

  it("are commands whatever the comment, and reading never throws", () => {
    assert(
      property(string({ unit: "binary", maxLength: 300 }), (comment) => {
        for (const command of commandLines(`${comment}\n\n/omega hold`)) {
          expect(["shadow", "canary", "promote", "rollback", "re-evaluate", "hold"]).toContain(
            command,
          );
        }
      }),
    );
  });
});
