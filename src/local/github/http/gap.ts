/** One reason for a 422, in GitHub's vocabulary of codes. */
export type Gap = {
  readonly resource: string;
  readonly field?: string;
  readonly code: "missing" | "missing_field" | "invalid" | "already_exists" | "custom";
  readonly message?: string;
};

export function presentGap(gap: Gap): Readonly<Record<string, string>> {
  return {
    resource: gap.resource,
    code: gap.code,
    ...(gap.field === undefined ? {} : { field: gap.field }),
    ...(gap.message === undefined ? {} : { message: gap.message }),
  };
}
