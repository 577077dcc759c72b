/** GitHub's JSON dates have whole seconds: `2026-01-31T09:00:00Z`. */
export function timestamp(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

export function timestampOrNull(at: Date | undefined): string | null {
  return at === undefined ? null : timestamp(at);
}
