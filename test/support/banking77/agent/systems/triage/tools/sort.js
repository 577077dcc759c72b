// Sorts one message to an intent by adding up what its words are worth for each.
//
//   run({message}, {parameters: {min_confidence}, data}) -> {intent, confidence}
//
// data.intents  the names of the intents
// data.weights  {stem: [place of an intent, weight, place, weight, ...]}

export function run({ message }, { parameters, data }) {
  const { intents, weights } = data;
  const known = wordsOf(message).filter((word) => Object.hasOwn(weights, word));
  const scores = intents.map(() => 0);
  for (const word of known) {
    const worth = weights[word];
    for (let at = 0; at < worth.length; at += 2) scores[worth[at]] += worth[at + 1];
  }
  const scale = 1 / Math.sqrt(Math.max(1, known.length));
  const best = scores.reduce((first, score, at) => (score > scores[first] ? at : first), 0);
  const total = scores.reduce((sum, score) => sum + Math.exp((score - scores[best]) * scale), 0);
  const confidence = Math.round(10000 / total) / 10000;
  return { intent: confidence < parameters.min_confidence ? "unsure" : intents[best], confidence };
}

/** The stems of a message's words, each once. */
export function wordsOf(message) {
  const typed =
    message
      .toLowerCase()
      .replace(/['\u2019]/g, "")
      .match(/[a-z]+/g) ?? [];
  return [...new Set(typed.map(stemOf))];
}

/** Brings "closing", "closed" and "close" together; it need not be a word, only the same one. */
function stemOf(word) {
  if (word.length <= 3) return word;
  return word
    .replace(/(..)ies$/, "$1y")
    .replace(/^(..+?)(ing|ed|es|ly|s|e)$/, "$1")
    .replace(/([b-df-hj-np-tv-z])\1$/, "$1");
}
