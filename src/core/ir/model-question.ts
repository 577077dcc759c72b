import type { System } from "./system.ts";

type Model = System["models"][string];

export type ModelProvider = Model["provider"];

/** As providers name it, such as `claude-haiku-4-5`; never an address. */
export type ModelName = { readonly provider: ModelProvider; readonly id: string };

export type ModelMessage = { readonly role: "system" | "user"; readonly text: string };

/** As the definition writes them. Which of them are known is for the one who asks to say. */
export type ModelParams = Readonly<Model["params"]>;

/** One question to a model, complete: whoever puts it needs to know nothing else of the system. */
export type ModelQuestion = {
  readonly model: ModelName;
  readonly messages: readonly ModelMessage[];
  readonly params: ModelParams;
};

/** What came of it. The text is hostile until the interpreter has checked it. */
export type ModelReply =
  | {
      readonly kind: "told";
      readonly text: string;
      readonly tokens: number;
      readonly milliseconds: number;
    }
  /** The model refused to answer. */
  | { readonly kind: "declined" }
  /** There is nobody to ask. */
  | { readonly kind: "absent" }
  /** It was asked, and nobody can say what it would have answered. */
  | { readonly kind: "broken" };
