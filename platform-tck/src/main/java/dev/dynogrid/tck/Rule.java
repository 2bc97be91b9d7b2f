package dev.dynogrid.tck;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A numbered rule of an interface, as a failing test tells it. The full text stands at the
 * interface.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Rule.All.class)
public @interface Rule {
  /** Its number, such as {@code DR-1}. */
  String id();

  /** What it asks for, in short. */
  String says();

  /** What goes wrong where it is broken. */
  String why();

  /** The rules of one interface. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface All {
    /** In their order. */
    Rule[] value();
  }
}
