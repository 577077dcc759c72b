// Turns a message that no desk took into an entry for the queue that people read.
// The runtime that holds the `escalations` capability does the writing; this only says what.
//
//   run({intent, confidence}, context) -> {queue, note}

export function run(input) {
  const heard = typeof input.confidence === "number" ? input.confidence : 0;
  return {
    queue: "escalations",
    note: `No desk was sure enough: the best guess had a confidence of ${heard}.`,
  };
}
