package dev.dynogrid.core.build.python;

import java.util.regex.Pattern;

/** Why pip could not install, and what the app's owner can do. */
enum PipFault {
  OUT_OF_REACH(
      "NewConnectionError|Failed to establish a new connection|Name or service not known"
          + "|Temporary failure in name resolution|ConnectTimeoutError|Read timed out"
          + "|Max retries exceeded|ProxyError|SSLError",
      "the package index is out of reach: install the packages on the machine that compiles"
          + " (on Debian: apt-get install python3-NAME), commit their wheels and name the folder in"
          + " requirements.txt (--find-links wheels), or push again when the index can be reached"),
  NO_SUCH_VERSION(
      "No matching distribution found|Could not find a version",
      "the index has no such package, or not in that version for this Python: see"
          + " requirements.txt, and name another Python in .python-version if it is needed"),
  CONFLICT(
      "ResolutionImpossible|conflicting dependencies",
      "the requirements contradict each other: mend requirements.txt"),
  BAD_LINE("Invalid requirement|Could not open requirements file", "mend requirements.txt"),
  HASH("DO NOT MATCH THE HASHES|--require-hashes", "write the hashes anew"),
  NATIVE(
      "error: command .*(gcc|cc|x86_64|aarch64).* failed|Failed building wheel|fatal error: .*\\.h",
      "a package has native code that does not compile on this machine: see the first error above"),
  OTHER("", "see its output above");

  private final Pattern sign;
  private final String advice;

  PipFault(String sign, String advice) {
    this.sign = Pattern.compile(sign);
    this.advice = advice;
  }

  /** The first that the output speaks of. */
  static PipFault of(String output) {
    for (PipFault fault : values()) {
      if (fault.sign.matcher(output).find()) {
        return fault;
      }
    }
    return OTHER;
  }

  String advice() {
    return advice;
  }
}
