import { z } from "zod";
import type { Effect } from "../../../core/decision/effect.ts";
import { cutLine, cutText } from "../../../core/prose/cut-text.ts";
import type { Connection } from "../connection.ts";

const annotationSchema = z.object({
  path: z.string(),
  start_line: z.int(),
  end_line: z.int(),
  annotation_level: z.enum(["failure", "warning", "notice"]),
  title: z.string(),
  message: z.string(),
});

/** An annotation as GitHub spells it. */
export type Annotation = z.infer<typeof annotationSchema>;

const LONGEST_TITLE = 255;
const LONGEST_MESSAGE = 16_000;

export function annotationsOf(
  effect: Extract<Effect, { kind: "publish-check" }>,
): readonly Annotation[] {
  return effect.annotations.map(({ path, line, level, title, message }) => ({
    path,
    start_line: line,
    end_line: line,
    annotation_level: level,
    title: cutLine(title, LONGEST_TITLE),
    message: cutText(message, LONGEST_MESSAGE),
  }));
}

/** Which annotations a run still lacks; nothing when it shows one that is no longer wanted. */
export async function missingAnnotations(
  { octokit, name }: Connection,
  checkRun: number,
  wanted: readonly Annotation[],
): Promise<readonly Annotation[] | undefined> {
  const listed = await octokit.paginate(octokit.rest.checks.listAnnotations, {
    ...name,
    check_run_id: checkRun,
    per_page: 100,
  });
  const shown = new Set(z.array(annotationSchema).parse(listed).map(textOf));
  const missing = wanted.filter((annotation) => !shown.has(textOf(annotation)));
  const wantedTexts = new Set(wanted.map(textOf));
  return [...shown].every((text) => wantedTexts.has(text)) ? missing : undefined;
}

function textOf({ path, start_line, annotation_level, title, message }: Annotation): string {
  return JSON.stringify([path, start_line, annotation_level, title, message]);
}
