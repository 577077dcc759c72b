import type { ModelName } from "../ir/model-question.ts";

/** Who judges, and of which family the operator declares it to be. */
export type JudgeModel = ModelName & { readonly family: string };

/** The optional modes as an installation has them; where it has none, they are not run. */
export type JudgeSetting = { readonly model?: JudgeModel };

/** Names that people give to models, by the house that trains them. */
const HOUSES: Readonly<Record<string, string>> = {
  claude: "anthropic",
  gpt: "openai",
  chatgpt: "openai",
  codex: "openai",
  gemini: "google",
  gemma: "google",
  llama: "meta",
  mixtral: "mistral",
  mistralai: "mistral",
  qwen: "alibaba",
  grok: "xai",
  nova: "amazon",
  command: "cohere",
  phi: "microsoft",
};

/**
 * The family's words, each as its house: `meta-llama`, `llama` and `meta` are one family, since a
 * proposer who calls itself by another name would be judged by its own taste.
 */
function housesOf(family: string): readonly string[] {
  return family
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "")
    .map((word) => (Object.hasOwn(HOUSES, word) ? (HOUSES[word] ?? word) : word));
}

/** 0 within one family, 1 between two. A family without a name is nobody's stranger. */
export function familyDistance(left: string, right: string): 0 | 1 {
  const [ours, theirs] = [housesOf(left), housesOf(right)];
  if (ours.length === 0 || theirs.length === 0) return 0;
  return ours.some((house) => theirs.includes(house)) ? 0 : 1;
}

/** What the model's own name gives away; a declaration must not contradict it. */
export function knownFamily({ provider, id }: ModelName): string | undefined {
  if (provider === "openai" || provider === "anthropic") return provider;
  const names = housesOf(id);
  return Object.values(HOUSES).find((house) => names.includes(house));
}

/**
 * Whether a model may judge here: far enough from every proposer that the charter declares, not
 * only from the author of this change, whose name would then choose the judge.
 */
export function mayJudge(
  { family }: JudgeModel,
  proposers: Readonly<Record<string, { readonly model_family: string }>>,
  minimumDistance: number,
): boolean {
  return Object.values(proposers).every(
    ({ model_family: theirs }) => familyDistance(family, theirs) >= minimumDistance,
  );
}
