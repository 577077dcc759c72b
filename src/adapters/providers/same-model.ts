/** `-20251001` or `-2025-10-01`. */
const SNAPSHOT = /^-\d{4}-?\d{2}-?\d{2}$/;

const MOVING = /-latest$/;

/**
 * Whether the model that answered is the one that was asked: by its name, or a dated snapshot of
 * it. A family is not a model: its smaller member would be cheaper, and other evidence.
 */
export function isSameModel(asked: string, answered: string): boolean {
  if (answered === asked) return true;
  const name = asked.replace(MOVING, "");
  return answered.startsWith(name) && SNAPSHOT.test(answered.slice(name.length));
}
