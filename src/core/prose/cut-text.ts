const NOTICE = "\n\n*Cut here: GitHub shows no more. The record holds the whole text.*";

/** A text within GitHub's limit, in UTF-16 code units; a longer one is cut and says so. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  if (limit <= NOTICE.length) return whole(text, limit);
  return whole(text, limit - NOTICE.length) + NOTICE;
}

/** One line within a limit that leaves no room for a notice. */
export function cutLine(text: string, limit: number): string {
  return text.length <= limit ? text : `${whole(text, limit - 1)}…`;
}

/** Never half a character, which GitHub would refuse with everything around it. */
function whole(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
}
