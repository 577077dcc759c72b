// Sorts one message to a desk by weighing the words it uses. No model, no clock, no randomness:
// the same message always gets the same answer, so that two versions can be compared fairly.
//
//   run({message}, {parameters: {min_confidence, bigram_weight}, data}) -> {intent, confidence}
//
// data.intents    {desk: {word: weight}}, how strongly a word speaks for a desk
// data.phrases    {desk: {"word word": weight}}, neighbours once the small words are gone
// data.shorthand  {"how people type it": "the word it stands for"}
// data.stopwords  words that say nothing about the desk

export function run(input, context) {
  const { parameters, data } = context;
  const short = data.shorthand[shortOf(input.message)];
  if (short !== undefined) return { intent: short, confidence: 0.99 };
  const words = readWords(input.message, data);
  const said = new Set(words);
  const pairs = new Set(words.slice(1).map((word, index) => `${words[index]} ${word}`));
  const scores = Object.keys(data.intents).map((intent) => ({
    intent,
    score:
      weigh(said, data.intents[intent]) +
      parameters.bigram_weight * weigh(pairs, data.phrases[intent] ?? {}),
  }));
  const best = scores.reduce((left, right) => (right.score > left.score ? right : left));
  const confidence = shareOf(best, scores);
  // Below the bar nobody is sent to a wrong desk: the graph takes the refusal and asks again.
  const intent = confidence < parameters.min_confidence ? "unsure" : best.intent;
  return { intent, confidence };
}

/** Whole messages have a shorthand too: eight hexadecimal digits of an FNV-1a hash of their letters. */
function shortOf(message) {
  let hash = 2166136261;
  for (const letter of message.toLowerCase().replace(/[^a-z]/g, "")) {
    hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function readWords(message, data) {
  const small = new Set(data.stopwords);
  const shorthand = new Map(Object.entries(data.shorthand));
  const typed = message.toLowerCase().replace(/['\u2019]/g, "").match(/[a-z]+/g) ?? [];
  return typed
    .flatMap((word) => (shorthand.get(word) ?? word).split(" "))
    .filter((word) => !small.has(word))
    .map(stem);
}

/** Adds up the weights of what was said; two spellings of one stem count once, the heavier. */
function weigh(said, weights) {
  const heard = new Map();
  // Stemming every list for every message is slow; stems keep their first two letters.
  const starts = new Set([...said].map((words) => words.slice(0, 2)));
  for (const [words, weight] of Object.entries(weights)) {
    if (!starts.has(words.slice(0, 2))) continue;
    const key = words.split(" ").map(stem).join(" ");
    if (said.has(key)) heard.set(key, Math.max(weight, heard.get(key) ?? weight));
  }
  return [...heard.values()].reduce((sum, weight) => sum + weight, 0);
}

/** Brings "closing", "closed" and "close" together; it need not be a word, only the same one. */
function stem(word) {
  if (word.length <= 3) return word;
  return word
    .replace(/(..)ies$/, "$1y")
    .replace(/^(..+?)(ing|ed|es|ly|s|e)$/, "$1")
    .replace(/([b-df-hj-np-tv-z])\1$/, "$1");
}

/** The best desk's share of all desks' exponentials, to four places: 1/n when nothing was heard. */
function shareOf(best, scores) {
  const total = scores.reduce((sum, { score }) => sum + Math.exp(score - best.score), 0);
  return Math.round(10_000 / total) / 10_000;
}
