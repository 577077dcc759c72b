/** What a local model server is to tell, in no provider's words yet. */
export type Told = {
  readonly model: string;
  readonly text: string;
  /** `declined`: the text is the words of a refusal. */
  readonly ending: "stop" | "length" | "declined";
  readonly usage: { readonly input: number; readonly output: number } | undefined;
};

/** One provider's wire format, written from its published description. */
export type Dialect = {
  /** Path below the base URL to which questions are posted. */
  readonly path: string;
  /** Path that says, free of charge, whether a key is good. */
  readonly health: string;
  readonly keyOf: (headers: Readonly<Record<string, string | string[] | undefined>>) => string;
  /** Server-sent events, in order, each with its blank line. */
  readonly events: (told: Told) => readonly string[];
  readonly error: (status: number, message: string) => unknown;
  /** What comes instead of the rest when the model breaks down on the way. */
  readonly trouble: (message: string) => string;
};

/** A text as a stream brings it: in pieces that end anywhere. */
export function piecesOf(text: string): readonly string[] {
  return text.match(/[\s\S]{1,7}/g) ?? [];
}

export function event(data: unknown, name?: string): string {
  const line = `data: ${JSON.stringify(data)}\n\n`;
  return name === undefined ? line : `event: ${name}\n${line}`;
}

export function bearer(headers: Readonly<Record<string, string | string[] | undefined>>): string {
  return String(headers["authorization"] ?? "").replace(/^Bearer /, "");
}
