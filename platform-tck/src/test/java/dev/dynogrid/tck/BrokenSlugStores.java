package dev.dynogrid.tck;

import dev.dynogrid.api.build.SlugStore;
import dev.dynogrid.api.model.SlugId;
import dev.dynogrid.tck.memory.InMemorySlugStore;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Slug stores that break one rule each. */
final class BrokenSlugStores {
  private BrokenSlugStores() {}

  /** A good store, of which a broken one overrides something. */
  private static class Store implements SlugStore {
    final InMemorySlugStore good;

    Store(InMemorySlugStore good) {
      this.good = good;
    }

    @Override
    public void put(SlugId id, Content content) throws IOException {
      good.put(id, content);
    }

    @Override
    public Optional<InputStream> open(SlugId id) throws IOException {
      return good.open(id);
    }

    @Override
    public boolean contains(SlugId id) throws IOException {
      return good.contains(id);
    }

    @Override
    public Set<SlugId> list() throws IOException {
      return good.list();
    }

    @Override
    public void remove(SlugId id) throws IOException {
      good.remove(id);
    }
  }

  private abstract static class Case extends SlugStoreContract {
    final InMemorySlugStore good = new InMemorySlugStore();

    @Override
    protected Duration patience() {
      return BrokenProvidersTest.PATIENCE;
    }
  }

  @Breaks("lu1_whatWasPutOutlivesTheStore")
  static final class ForgetsAtRestart extends Case {
    @Override
    protected SlugStore newStore() {
      return new InMemorySlugStore();
    }

    @Override
    protected boolean has(Ability ability) {
      return false;
    }
  }

  @Breaks("lu1_aPutThatThrowsLeavesNothing")
  static final class KeepsHalfOfAFailedPut extends Case {
    @Override
    protected SlugStore newStore() {
      return new Store(good.another()) {
        @Override
        public void put(SlugId id, Content content) throws IOException {
          ByteArrayOutputStream written = new ByteArrayOutputStream();
          try {
            content.writeTo(written);
          } catch (IOException e) {
            good.corrupt(id, written.toByteArray());
            throw e;
          }
          good.put(id, out -> out.write(written.toByteArray()));
        }
      };
    }
  }

  @Breaks("lu1_whatIsBeingPutIsNotFoundYet")
  static final class ShowsWhatIsBeingPut extends Case {
    private final Set<SlugId> underWay = ConcurrentHashMap.newKeySet();

    @Override
    protected SlugStore newStore() {
      return new Store(good.another()) {
        @Override
        public void put(SlugId id, Content content) throws IOException {
          underWay.add(id);
          try {
            good.put(id, content);
          } finally {
            underWay.remove(id);
          }
        }

        @Override
        public boolean contains(SlugId id) {
          return underWay.contains(id) || good.contains(id);
        }
      };
    }
  }

  @Breaks({
    "lu1_staysUntilItIsRemoved",
    "lu4_manyThreadsPutAndRemoveTheirOwn",
    "lu4_whatOneControlPlanePutTheOtherFinds"
  })
  static final class ListsWhatWasRemoved extends Case {
    private final Set<SlugId> ever = ConcurrentHashMap.newKeySet();

    @Override
    protected SlugStore newStore() {
      return new Store(good.another()) {
        @Override
        public void put(SlugId id, Content content) throws IOException {
          good.put(id, content);
          ever.add(id);
        }

        @Override
        public Set<SlugId> list() {
          return Set.copyOf(ever);
        }
      };
    }
  }

  @Breaks("lu2_contentThatIsNotItsIdIsRefused")
  static final class BelievesTheId extends Case {
    @Override
    protected SlugStore newStore() {
      return new Store(good.another()) {
        @Override
        public void put(SlugId id, Content content) throws IOException {
          ByteArrayOutputStream written = new ByteArrayOutputStream();
          content.writeTo(written);
          if (!good.contains(id)) {
            good.corrupt(id, written.toByteArray());
          }
        }
      };
    }
  }

  @Breaks("lu2_wrongContentDoesNotHarmWhatIsThere")
  static final class OverwritesWhatIsThere extends Case {
    @Override
    protected SlugStore newStore() {
      return new Store(good.another()) {
        @Override
        public void put(SlugId id, Content content) throws IOException {
          ByteArrayOutputStream written = new ByteArrayOutputStream();
          content.writeTo(written);
          if (good.contains(id)) {
            good.corrupt(id, written.toByteArray());
          } else {
            good.put(id, out -> out.write(written.toByteArray()));
          }
        }
      };
    }
  }

  @Breaks({"lu2_puttingWhatIsThereIsWithoutEffect", "lu4_manyThreadsPutOneSlug"})
  static final class RefusesASecondPut extends Case {
    @Override
    protected SlugStore newStore() {
      return new Store(good.another()) {
        @Override
        public void put(SlugId id, Content content) throws IOException {
          synchronized (good) {
            if (good.contains(id)) {
              throw new FileAlreadyExistsException(id.sha256());
            }
            good.put(id, content);
          }
        }
      };
    }
  }

  @Breaks("lu3_everyContentComesBackAsItWas")
  static final class TakesWhatLooksCompressedForItsOwn extends Case {
    @Override
    protected SlugStore newStore() {
      return new Store(good.another()) {
        @Override
        public Optional<InputStream> open(SlugId id) throws IOException {
          Optional<InputStream> found = good.open(id);
          if (found.isPresent() && found.get().markSupported()) {
            found.get().mark(1);
            if (found.get().read() != 0x1f) {
              found.get().reset();
            }
          }
          return found;
        }
      };
    }
  }

  @Breaks("lu4_whatOneControlPlanePutTheOtherFinds")
  static final class FindsOnlyWhatWasThereAtItsStart extends Case {
    @Override
    protected SlugStore newStore() {
      Set<SlugId> known = ConcurrentHashMap.newKeySet();
      known.addAll(good.list());
      return new Store(good.another()) {
        @Override
        public void put(SlugId id, Content content) throws IOException {
          good.put(id, content);
          known.add(id);
        }

        @Override
        public Optional<InputStream> open(SlugId id) {
          return known.contains(id) ? good.open(id) : Optional.empty();
        }
      };
    }
  }

  @Breaks("lu5_aReaderReadsToTheEndOfWhatIsRemoved")
  static final class CutsReadersOfWhatIsRemoved extends Case {
    @Override
    protected SlugStore newStore() {
      return new Store(good.another()) {
        @Override
        public Optional<InputStream> open(SlugId id) {
          return good.open(id).map(in -> cutOnceRemoved(id, in));
        }

        private InputStream cutOnceRemoved(SlugId id, InputStream in) {
          return new FilterInputStream(in) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
              return good.contains(id) ? super.read(buffer, offset, length) : -1;
            }
          };
        }
      };
    }
  }
}
