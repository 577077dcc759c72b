// Sends a message to the desk of the first word in its first line that some desk knows. No model, no
// clock, no randomness: the same message always gets the same answer.
//
//   run({message}, {data}) -> {intent}
//
// data.words  {word: desk}

export function run(input, { data }) {
  const said = input.message.split("\n")[0].toLowerCase().match(/[a-z]+/g) ?? [];
  const known = said.find((word) => Object.hasOwn(data.words, word));
  return { intent: known === undefined ? "unsure" : data.words[known] };
}
