// Sends a message to the desk of its first word that some desk knows. No model, no clock, no
// randomness: the same message always gets the same answer.
//
//   run({message}, {data}) -> {intent}
//
// data.words  {word: desk}

export function run(input, { data }) {
  const said = input.message.toLowerCase().match(/[a-z]+/g) ?? [];
  const known = said.find((word) => Object.hasOwn(data.words, word));
  return { intent: known === undefined ? "unsure" : data.words[known] };
}
