export const LANGGRAPH_FILE = "langgraph.json";

/** `prompts/plan.md` is the prompt of the graph's node `plan`. */
const PROMPT_FILE = /^prompts\/([A-Za-z0-9][A-Za-z0-9_-]{0,50})\.md$/;

/** The graph's node whose prompt a file is, by its name. */
export function nodeOfPrompt(file: string): string | undefined {
  return PROMPT_FILE.exec(file)?.[1];
}

export function isLangGraphFile(file: string): boolean {
  return file === LANGGRAPH_FILE || PROMPT_FILE.test(file);
}
