import { setImmediate as nextTurn } from "node:timers/promises";

type Answering<Question, Answer> = {
  /** Questions of one key are answered one batch after the other; those of others meanwhile. */
  readonly keyOf: (question: Question) => string;
  /** One answer for each question, in their order. */
  readonly answer: (questions: readonly Question[]) => Promise<readonly Answer[]>;
  readonly most: number;
};

type Asked<Question, Answer> = {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (fault: unknown) => void;
};

/**
 * Lets those who ask at the same time, or while an answer is under way, be answered together. A
 * transaction for each question costs most of what answering costs, and one begun after everybody
 * in it had asked is as fresh as one of their own.
 */
export function answerTogether<Question, Answer>(
  answering: Answering<Question, Answer>,
): (question: Question) => Promise<Answer> {
  const lines = new Map<string, Asked<Question, Answer>[]>();
  return (question) =>
    new Promise((resolve, reject) => {
      const key = answering.keyOf(question);
      const asked = { question, resolve, reject };
      const line = lines.get(key);
      if (line !== undefined) {
        line.push(asked);
        return;
      }
      const begun = [asked];
      lines.set(key, begun);
      void serveLine(answering, begun, () => lines.delete(key));
    });
}

/**
 * Until nobody waits any more; `close` follows in the same breath, or somebody could join a line
 * that nobody serves. A fault is everybody's in whose batch it happened.
 */
async function serveLine<Question, Answer>(
  { answer, most }: Answering<Question, Answer>,
  line: Asked<Question, Answer>[],
  close: () => void,
): Promise<void> {
  for (;;) {
    // The embedded database answers without leaving this turn of the event loop: without a pause,
    // requests that have long arrived would be read one by one, each behind an answer of its own.
    await nextTurn();
    const batch = line.splice(0, most);
    if (batch.length === 0) {
      close();
      return;
    }
    try {
      const answers = await answer(batch.map(({ question }) => question));
      if (answers.length !== batch.length) throw new Error("not one answer for each question");
      for (const [index, value] of answers.entries()) batch[index]?.resolve(value);
    } catch (fault) {
      for (const { reject } of batch) reject(fault);
    }
  }
}
