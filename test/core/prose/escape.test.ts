import * as fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { escapeMarkdown, quoteCode } from "../../../src/core/prose/escape.ts";

const markdown = new MarkdownIt({ html: true, linkify: true });

describe("text of strangers in Markdown", () => {
  it.each([
    ["a mention", "ask @alice", /@alice/],
    ["a bare link", "see https://evil.example/x", /https:\/\//],
    ["a www link", "see www.evil.example", /www\.e/],
    ["an issue number", "closes #12", /#12/],
    ["another issue notation", "closes GH-12", /GH-12/],
    ["a commit id", "since 0123456789abcdef0123456789abcdef01234567", /[0-9a-f]{7}/],
    ["a line break", "one\n## Accepted", /\n/],
    ["a turned direction", "safe\u202Egnp.exe", /\u202E/],
  ])("breaks %s", (_what, text, trap) => {
    expect(escapeMarkdown(text)).not.toMatch(trap);
  });

  it.each([
    ["HTML", "<img src=x onerror=alert(1)>", "img"],
    ["a link", "[click](//evil.example)", "a"],
    ["an image", "![x](//evil.example)", "img"],
    ["emphasis", "**accepted**", "strong"],
    ["code", "`accepted`", "code"],
    ["a heading", "# accepted", "h1"],
  ])("renders %s as the characters it is made of", (_what, text, tag) => {
    expect(markdown.render(escapeMarkdown(text))).not.toContain(`<${tag}`);
  });

  it("keeps a table's row in its cell", () => {
    const row = `| ${escapeMarkdown("a | b")} | c |`;
    const html = markdown.render(`| x | y |\n|---|---|\n${row}\n`);

    expect(html.match(/<td>/g)).toHaveLength(2);
  });

  it("never opens a tag, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
        const html = markdown.renderInline(escapeMarkdown(text));

        expect(html).not.toMatch(/<(?!br)/);
      }),
    );
  });
});

describe("a fact quoted as code", () => {
  it("cannot leave its code span, whatever it says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const quoted = quoteCode(text);

        expect(quoted).toMatch(/^`[^`\n]+`$/);
        expect(quoted.length).toBeLessThan(2 * 162);
      }),
    );
  });

  it("shows that a fact is empty", () => {
    expect(quoteCode(" ")).toBe("`(empty)`");
  });
});
