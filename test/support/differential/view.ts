/**
 * What a parser made of a document, as one text that can be compared: numbers by value, text in
 * quotes, keys sorted, and everything that JSON does not know by its kind.
 */
export function viewOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (Array.isArray(value)) return `[${value.map(viewOf).join(",")}]`;
  if (isPlain(value)) {
    const members = Object.entries(value).map(([key, member]) => {
      return `${JSON.stringify(key)}:${viewOf(member)}`;
    });
    return `{${members.sort().join(",")}}`;
  }
  return `<${Object.prototype.toString.call(value)}>`;
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** How a parser answers one document: what it read, or that it refused. */
export type View = (text: string) => string;

/** Turns a parser that throws into one that answers. */
export function viewThrough(parse: (text: string) => unknown): View {
  return (text) => {
    try {
      return viewOf(parse(text));
    } catch {
      return "refused";
    }
  };
}
