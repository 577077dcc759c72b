import { z } from "zod";

const asked = z.object({ query: z.string() });

/** Whether a request of GitHub changes nothing: GraphQL is asked and told by the same method. */
export function isQuestion(request: {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}): boolean {
  if (request.method === "GET") return true;
  const question = asked.safeParse(request.body);
  if (!request.path.endsWith("/graphql") || !question.success) return false;
  return !question.data.query.trimStart().startsWith("mutation");
}
