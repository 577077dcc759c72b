import MarkdownIt from "markdown-it";
import type { Command } from "../../core/rollout/command.ts";
import { commandNamed } from "./payload.ts";

const markdown = new MarkdownIt("commonmark", { html: true });

/** Longer comments are prose; nobody hides a command at their end. */
const LONGEST_COMMENT = 20_000;

/**
 * The commands that somebody wrote in a comment: a line `/omega <command>` in a paragraph of its
 * own text. Quotes, lists and code show what others said or how it is done, and ask for nothing.
 */
export function commandLines(comment: string): readonly Command[] {
  if (comment.length > LONGEST_COMMENT) return [];
  const tokens = markdown.parse(comment.replaceAll("\r\n", "\n"), {});
  const paragraphs = tokens.filter(
    (token, index) => token.level === 1 && tokens[index - 1]?.type === "paragraph_open",
  );
  const commands = paragraphs
    .flatMap((token) => plainLines(token.children ?? []))
    .flatMap((line) => {
      const command = commandNamed(/^\/omega ([a-z-]+)$/.exec(line.trim())?.[1] ?? "");
      return command === undefined ? [] : [command];
    });
  return [...new Set(commands)];
}

type Inline = { readonly type: string; readonly content: string };

/** Text line by line; anything but text (inline code, links, emphasis) spoils its line. */
function plainLines(children: readonly Inline[]): readonly string[] {
  const lines = [""];
  for (const { type, content } of children) {
    if (type === "softbreak" || type === "hardbreak") lines.push("");
    else lines.push(`${lines.pop() ?? ""}${type === "text" ? content : "\0"}`);
  }
  return lines;
}
