/** What the code means, in a few words and in a sentence, and who or what unblocks it. */
export type ReasonRow = readonly [title: string, sentence: string, remedy?: string];
