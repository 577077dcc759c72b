/**
 * Thrown where a pull request has more commits than are listed, so that nobody can say who had a hand
 * in them. A caller that cannot say so on the pull request has met a fault.
 */
export class CommitsUnlisted extends Error {
  constructor() {
    super("a pull request has more commits than GitHub lists");
    this.name = "CommitsUnlisted";
  }
}
