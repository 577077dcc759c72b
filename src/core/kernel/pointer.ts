/** A JSON Pointer (RFC 6901) from the root of a document, such as `/prompts/reply`. */
export type Pointer = string;

export function pointerOf(...segments: readonly string[]): Pointer {
  let pointer = "";
  for (const segment of segments) pointer += `/${escaped(segment)}`;
  return pointer;
}

function escaped(segment: string): string {
  if (!segment.includes("~") && !segment.includes("/")) return segment;
  return segment.replaceAll("~", "~0").replaceAll("/", "~1");
}

export function segmentsOf(pointer: Pointer): readonly string[] {
  if (pointer === "") return [];
  const segments: string[] = [];
  let from = 1;
  // Pointers are short and asked for everywhere; to split them by a call costs several times as much.
  for (let end = pointer.indexOf("/", from); end !== -1; end = pointer.indexOf("/", from)) {
    segments.push(pointer.slice(from, end));
    from = end + 1;
  }
  segments.push(pointer.slice(from));
  if (!pointer.includes("~")) return segments;
  return segments.map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The first name of a pointer as it is written, which is all that most questions are about. */
export function topOf(pointer: Pointer): string {
  const end = pointer.indexOf("/", 1);
  return pointer.slice(1, end === -1 ? undefined : end);
}
