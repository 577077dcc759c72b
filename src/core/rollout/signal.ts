/** The commands that move a roll-out; `re-evaluate` concerns the gates. */
export type StageCommand = "shadow" | "canary" | "promote" | "rollback" | "hold";

/** What can happen to a roll-out. Commands ask; the rest is observed. */
export type Signal =
  | {
      readonly kind: "command";
      readonly command: "shadow" | "canary" | "promote" | "rollback" | "hold";
    }
  /** The stage, or this step of the canary, has shown enough. */
  | { readonly kind: "stage-passed" }
  /** Live outcomes turned against the candidate. */
  | { readonly kind: "breach" }
  /** The promoted version got worse than it was in its canary. */
  | { readonly kind: "regressed" }
  | { readonly kind: "overdue" }
  /** The deployer says that the newest deployment is served. */
  | { readonly kind: "served" }
  /** It says that it is not, or has said nothing in time. */
  | { readonly kind: "undeployed"; readonly reason: "deployment-failed" | "deployment-unreported" }
  /** Units came back in other shares than they were given out. */
  | { readonly kind: "split-differs" }
  /** Nobody moved it for so long that the next in line may have the system. */
  | { readonly kind: "lease-ended" }
  /** GitHub was told, and no unit is given the candidate any more. */
  | { readonly kind: "traffic-returned" }
  | { readonly kind: "merged" }
  /** By GitHub, unless the reason says that we did not even ask. */
  | {
      readonly kind: "merge-refused";
      readonly reason?:
        | "merge-tree-differs"
        | "decision-voided"
        | "incident-open"
        | "approvals-lapsed"
        | "thrown-out-of-queue";
    }
  | { readonly kind: "closed" }
  /** The approvals that it rests on were counted again. */
  | { readonly kind: "vouched"; readonly stands: boolean }
  | { readonly kind: "voided" };
