// Sorts one message to a desk by weighing the words it uses. No model, no clock, no randomness:
// the same message always gets the same answer, so that two versions can be compared fairly.
//
//   run({message}, {parameters: {min_confidence, bigram_weight}, data}) -> {intent, confidence, reply}
//
// data.intents    {desk: {stem: weight}}, how strongly a word speaks for a desk
// data.phrases    {desk: {"stem stem": weight}}, neighbours once the small words are gone
// data.replies    {"sure": what is said where the desk is known}
// data.shorthand  {"how people type it": "the word it stands for"}
// data.stopwords  words that say nothing about the desk

export function run(input, context) {
  const { parameters, data } = context;
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
  if (confidence < parameters.min_confidence) return { intent: "unsure", confidence };
  const reply = data.replies.sure.replaceAll("{{intent}}", best.intent);
  return { intent: best.intent, confidence, reply };
}

function readWords(message, data) {
  const small = new Set(data.stopwords);
  const typed = message.toLowerCase().replace(/['\u2019]/g, "").match(/[a-z]+/g) ?? [];
  return typed
    .flatMap((word) => (Object.hasOwn(data.shorthand, word) ? data.shorthand[word].split(" ") : word))
    .filter((word) => !small.has(word))
    .map(stem);
}

/** Adds up what the words said are worth; a word said twice counts once. */
function weigh(said, weights) {
  let sum = 0;
  for (const words of said) if (Object.hasOwn(weights, words)) sum += weights[words];
  return sum;
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
