package dev.dynogrid.core.git;

/** The branch that deploys. */
final class DeployBranch {
  static final String NAME = "main";
  static final String REF = "refs/heads/main";

  /** Its old name. */
  static final String OLD_REF = "refs/heads/master";

  private DeployBranch() {}

  static boolean is(String ref) {
    return ref.equals(REF) || ref.equals(OLD_REF);
  }
}
