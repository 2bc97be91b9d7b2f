package dev.dynogrid.core.build.classic;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;

/**
 * What a repository offers.
 *
 * @param byName the commits of its branches, tags and {@code HEAD}
 */
record RemoteRefs(Map<String, ObjectId> byName) {
  RemoteRefs {
    byName = Map.copyOf(byName);
  }

  static RemoteRefs of(Collection<Ref> refs) {
    Map<String, ObjectId> byName = new TreeMap<>();
    for (Ref ref : refs) {
      ObjectId id = ref.getPeeledObjectId() == null ? ref.getObjectId() : ref.getPeeledObjectId();
      if (id != null) {
        byName.put(ref.getName(), id);
      }
    }
    return new RemoteRefs(byName);
  }

  /** What somebody calls {@code v1} or {@code main}, by its full name; tags win over branches. */
  Optional<Map.Entry<String, ObjectId>> find(String ref) {
    return Stream.of(ref, "refs/" + ref, "refs/tags/" + ref, "refs/heads/" + ref)
        .flatMap(name -> byName.entrySet().stream().filter(entry -> entry.getKey().equals(name)))
        .findFirst();
  }
}
