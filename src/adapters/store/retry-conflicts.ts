/** Serialisation failure and deadlock: PostgreSQL undid the transaction and asks for another try. */
const CONFLICTS = new Set(["40001", "40P01"]);

const MOST_TRIES = 8;

export async function retryConflicts<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (fault) {
      if (tried === MOST_TRIES || !isConflict(fault)) throw fault;
    }
  }
}

/** Drizzle wraps the driver's error, so the code may sit on a cause. */
function isConflict(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  if ("code" in fault && typeof fault.code === "string" && CONFLICTS.has(fault.code)) return true;
  return isConflict(fault.cause);
}
