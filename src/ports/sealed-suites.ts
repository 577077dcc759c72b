import type { Unopened } from "../core/gate/unopened.ts";
import type { Digest } from "../core/kernel/digest.ts";
import type { InstallationId, RepositoryId } from "../core/kernel/ids.ts";
import type { Result } from "../core/kernel/result.ts";

/** Suites kept outside every governed repository. Their bytes never leave the app's evidence store. */
export type SealedSuites = {
  /** The suite's JSONL bytes, or nothing when this installation does not hold it. */
  load(ref: string): Promise<Uint8Array | undefined>;
  /** Who holds which part of it, as `omega seal` wrote it; nothing where the suite was never split. */
  loadSeal?(ref: string): Promise<Uint8Array | undefined>;
};

/** What a charter calls a sealed suite that lies in a private repository. */
export type SealedName = {
  /** `owner/name`. */
  readonly repository: string;
  readonly ref: string;
};

/** The same, and from where it is looked at. */
export type SealedPlace = SealedName & {
  readonly installation: InstallationId;
  /** The repository whose charter names it. */
  readonly governed: RepositoryId;
};

/** Why nothing is asked of a suite in a private repository. Whatever is not known counts among it. */
export type SealedRefusal = Unopened | "suite-invalid";

/** Private repositories that hold sealed suites, as the installation of the governed one sees them. */
export type SealedRepositories = {
  /**
   * The suite as it is on the default branch, once it is sure that these accounts cannot read it. Who
   * can is looked up each time; bytes are read once. Faults on the way are thrown, and so tried again.
   */
  open(
    place: SealedPlace,
    authors: readonly string[],
  ): Promise<Result<SealedSuites, SealedRefusal>>;
  /**
   * What the suite is now, if that is something else than is known: an answer that is a few minutes old
   * does where it says the same. For asking whether a decision is worth making again, never for making
   * one; where it cannot be read nothing is new.
   */
  glance(place: SealedPlace, known: Digest | undefined): Promise<Digest | undefined>;
};
