package dev.dynogrid.api.routing;

/** Why a request was not answered by its app, as it stands in the log and in the response. */
public enum RouterCode {
  /** The app crashed. */
  H10("App crashed", 503),
  /** Too many requests wait. */
  H11("Backlog too deep", 503),
  /** No first byte in time. */
  H12("Request timeout", 503),
  /** The dyno closed the connection and sent nothing. */
  H13("Connection closed without response", 503),
  /** No web dyno is wanted. */
  H14("No web dynos running", 503),
  /** The dyno fell silent. */
  H15("Idle connection", 503),
  /** The dyno's response is not HTTP. */
  H17("Poorly formatted HTTP response", 503),
  /** The dyno closed the connection in the middle. */
  H18("Server request interrupted", 503),
  /** No dyno could be connected to in time. */
  H19("Backend connection timeout", 503),
  /** No dyno came up in time. */
  H20("App boot timeout", 503),
  /** Every dyno refused the connection. */
  H21("Backend connection refused", 503),
  /** Too many connections. */
  H22("Connection limit reached", 503),
  /** The mesh closed the connection, as at its own end. */
  H24("Forced close", 0),
  /** The dyno's response breaks a limit. */
  H25("HTTP restriction", 502),
  /** The request cannot be taken; 417 for an expectation that cannot be met. */
  H26("Request error", 400),
  /** The client went away. */
  H27("Client request interrupted", 499),
  /** The client fell silent. */
  H28("Client connection idle", 499),
  /** The connection was made for another app. */
  H31("Misdirected request", 421),
  /** Every dyno is in quarantine. */
  H34("All dynos quarantined", 503),
  /** In maintenance. */
  H80("Maintenance mode", 503),
  /** Nothing was ever deployed. */
  H81("Blank app", 503),
  /** The platform's own fault. */
  H99("Platform error", 503);

  private final String title;
  private final int status;

  RouterCode(String title, int status) {
    this.title = title;
    this.status = status;
  }

  /** What it means, for people. */
  public String title() {
    return title;
  }

  /** The status of the response; 0 if there is none. 499 is for the log: nobody reads it. */
  public int status() {
    return status;
  }
}
