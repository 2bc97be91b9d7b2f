#!/usr/bin/perl
# Stands between the platform and one dyno (or one program of a build), and outlives the platform.
#
# It is told what to do on its standard input, as often only after a while: eight hexadecimal digits
# for the length, then fields with a zero byte after each: the working directory, the number of
# environment variables, their names and values, and one of
#
#   dyno DIRECTORY STREAMS PORT PROGRAM ARGUMENT...
#       STREAMS: logged | attached; PORT: what the program is to listen on, 0 for none
#       Runs the program in a session of its own. Keeps the newest 1 MB of what it writes, serves it
#       on the socket DIRECTORY/sock, and leaves DIRECTORY/exit and DIRECTORY/output behind.
#   run PROGRAM ARGUMENT...
#       Runs the program with the shim's own output, to its end; an end of standard input, or
#       SIGTERM, ends it early. Exits as the program did.
#
# Either way nothing that the program started is left when the shim ends.
#
# On the socket, to the platform:  O STREAM TIME-MS OFFSET LENGTH\n<bytes>   output
#                                  L FAMILY\n   it listens: 4 IPv4, 6 only IPv6, 0 cannot be told
#                                  T TOTAL\n    so many bytes of input has the program taken
#                                  X STATUS TIME-MS CODE\n                    the end; CODE is R12 or -
# and from it:                     A OFFSET\n   send what is kept from there on, then all that comes
#                                  S GRACE-MS\n SIGTERM now, SIGKILL after the grace period
#                                  I LENGTH\n<bytes>, E\n   standard input, its end; who sends looks
#                                           that not too much of it is under way (T)
#                                  W COLUMNS ROWS\n         the terminal's new size
use strict;
use warnings;
use Config;
use Errno qw(EINTR EAGAIN);
use Fcntl qw(F_GETFL F_SETFL O_NONBLOCK);
use Time::HiRes ();

use constant KEPT       => 1024 * 1024;
use constant PIECE      => 65536;
use constant BACKLOG    => 262144;
use constant LAST_WRITE => 5;
use constant READER_BY  => 30;
use constant LOOK       => 0.002;
use constant LOOK_AWAY  => 0.05;
use constant WNOHANG    => 1;

# POSIX and Socket take longer to load than all the rest: where the kernel's numbers are known
# (Linux on these machines), they stay out.
use constant KERNEL => {
  x86_64  => { setsid => 112, prctl => 157 },
  aarch64 => { setsid => 157, prctl => 167 },
};
my ($kernel) = $^O eq 'linux' ? map { KERNEL->{$_} // () } $Config{archname} =~ /^(\w+?)-/ : ();

new_session();
become_subreaper();
$SIG{PIPE} = 'IGNORE';
pipe(my $wake_read, my $wake_write) or die "pipe: $!";
unblock($_) for $wake_read, $wake_write;
$SIG{CHLD} = sub { syswrite $wake_write, 'c' };

my ($mode, @arguments) = read_order();
exit run_program(@arguments) if $mode eq 'run';
exit run_dyno(@arguments)    if $mode eq 'dyno';
die "order: $mode (expected: dyno or run)\n";

# ---------------------------------------------------------------- the order

sub read_order {
  my ($directory, $count, @rest) = split /\0/, take(hex(take(8))), -1;
  pop @rest;
  %ENV = splice @rest, 0, 2 * $count;
  chdir $directory or die "$directory: $!\n";
  return @rest;
}

# So many bytes of standard input; its end means that nobody needs this shim.
sub take {
  my ($length) = @_;
  my $taken = '';
  while (length $taken < $length) {
    my $read = sysread(STDIN, $taken, $length - length $taken, length $taken);
    next if !defined $read && $! == EINTR;
    exit 0 unless $read;
  }
  return $taken;
}

# ---------------------------------------------------------------- processes

# Whatever the program leaves behind becomes our child, so that we can find and end it.
sub become_subreaper {
  syscall($kernel->{prctl}, 36, 1, 0, 0, 0) if $kernel;
}

sub new_session {
  return syscall($kernel->{setsid}) if $kernel;
  require POSIX;
  POSIX::setsid();
}

sub serve_on {
  my ($path) = @_;
  my $address;
  if ($kernel) { $address = pack('Sa*', 1, "$path\0") }
  else {
    require Socket;
    $address = Socket::sockaddr_un($path);
  }
  socket(my $server, 1, 1, 0) or die "socket: $!";
  bind($server, $address) or die "bind: $!";
  listen($server, 5) or die "listen: $!";
  unblock($server);
  return $server;
}

sub unblock {
  my ($handle) = @_;
  fcntl($handle, F_SETFL, fcntl($handle, F_GETFL, 0) | O_NONBLOCK);
}

# Process id => parent's process id and session, of everything that runs.
sub process_table {
  my %table;
  if (opendir(my $proc, '/proc') && -e '/proc/self/stat') {
    for my $pid (grep { /^\d+$/ } readdir $proc) {
      open(my $stat, '<', "/proc/$pid/stat") or next;
      my $line = <$stat> // next;
      $line =~ s/^.*\) //s;
      my (undef, $parent, undef, $session) = split ' ', $line;
      $table{$pid} = [$parent, $session];
    }
  } else {
    for (split /\n/, `ps -axo pid=,ppid=,sess=`) {
      my ($pid, $parent, $session) = split;
      $table{$pid} = [$parent, $session];
    }
  }
  return \%table;
}

# Everything below us, and everything in the program's session.
sub dyno_processes {
  my ($session) = @_;
  my $table = process_table();
  my %below;
  for my $pid (keys %$table) {
    my ($at, @path) = ($pid);
    while (defined $at && $at > 1 && $at != $$ && !$below{$at} && $table->{$at}) {
      push @path, $at;
      $at = $table->{$at}[0];
    }
    if (defined $at && ($at == $$ || $below{$at})) {
      $below{$_} = 1 for @path;
    }
  }
  for my $pid (keys %$table) {
    $below{$pid} = 1 if $table->{$pid}[1] eq $session && $pid != $$;
  }
  return keys %below;
}

sub signal_all {
  my ($signal, $session) = @_;
  kill $signal, dyno_processes($session);    # each once: some take a second SIGTERM for impatience
}

# Until nothing is left: what forks while it is being killed is killed the next time round.
sub end_all {
  my ($session) = @_;
  for (1 .. 1000) {
    my @left = dyno_processes($session);
    my $reaped = 0;
    while ((my $pid = waitpid(-1, WNOHANG)) > 0) { $reaped++ }
    last unless @left || $reaped;
    kill 'KILL', @left;
    select(undef, undef, undef, 0.002) unless $reaped;
  }
}

sub status_of {
  my ($wait_status) = @_;
  my $signal = $wait_status & 127;
  return $signal ? 128 + $signal : $wait_status >> 8;
}

sub become {
  my @command = @_;
  new_session();
  $SIG{$_} = 'DEFAULT' for qw(PIPE CHLD TERM);
  { no warnings 'exec'; exec { $command[0] } @command }
  syswrite STDERR, "$command[0]: $!\n";
  exit 127;
}

# ---------------------------------------------------------------- who listens

# The kernel is asked for one port (sock_diag(7)): the tables in /proc take milliseconds to read.
use constant LOOPBACK => { 2 => "\x7f\0\0\1", 10 => "\0" x 15 . "\1" };
my $diagnosis;

sub can_ask {
  return 0 unless $kernel && socket($diagnosis, 16, 3, 4);
  socket(my $probe, 2, 1, 0) or return 0;
  bind($probe, pack('Sna4x8', 2, 0, LOOPBACK->{2})) && listen($probe, 1) or return 0;
  return defined listener(unpack('xxn', getsockname $probe), 2);
}

# The inode of the socket that takes connections to the port on the loopback address.
sub listener {
  my ($port, $family) = @_;
  my $address = LOOPBACK->{$family};
  my $query = pack('C4Ln2a16a16L3',
    $family, 6, 0, 0, 1 << 10, $port, 0, $address, $address, 0, 0xffffffff, 0xffffffff);
  send($diagnosis, pack('LSSLL', 16 + length $query, 20, 1, 1, 0) . $query, 0) or return;
  recv($diagnosis, my $answer, 8192, 0) // return;
  my (undef, $type) = unpack('LS', $answer);
  return $type == 20 && length $answer >= 88 ? unpack('L', substr($answer, 84, 4)) : undef;
}

# 4 or 6 if a process of the dyno listens on the port, -1 if another one does.
sub family_of {
  my ($port, $session) = @_;
  for ([4, 2], [6, 10]) {
    my $inode = listener($port, $_->[1]) // next;
    for my $pid (dyno_processes($session)) {
      for my $descriptor (glob "/proc/$pid/fd/*") {
        return $_->[0] if (readlink($descriptor) // '') eq "socket:[$inode]";
      }
    }
    return -1;
  }
  return undef;
}

# ---------------------------------------------------------------- run

sub run_program {
  my @command = @_;
  $SIG{TERM} = sub { syswrite $wake_write, 't' };
  my $child = fork() // die "fork: $!";
  if (!$child) {
    open(STDIN, '<', '/dev/null');
    become(@command);
  }
  while (1) {
    my $bits = '';
    vec($bits, fileno($wake_read), 1) = 1;
    vec($bits, fileno(STDIN), 1) = 1;
    next if select($bits, undef, undef, undef) < 0;
    if (vec($bits, fileno(STDIN), 1)) {
      my $read = sysread(STDIN, my $ignored, PIECE);
      next if !defined $read && $! == EINTR;
      if (!$read) { end_all($child); return 143 }
    }
    next unless vec($bits, fileno($wake_read), 1);
    sysread($wake_read, my $why, PIECE);
    if ($why =~ /t/) { end_all($child); return 143 }
    while ((my $pid = waitpid(-1, WNOHANG)) > 0) {
      next unless $pid == $child;
      my $status = status_of($?);
      end_all($child);
      return $status;
    }
  }
}

# ---------------------------------------------------------------- dyno

sub now_ms { return int(Time::HiRes::time() * 1000) }

sub write_file {
  my ($name, $content) = @_;
  open(my $file, '>', "$name.new") or return;
  binmode $file;
  print $file $content;
  close $file or return;
  rename "$name.new", $name;
}

sub identity {
  my ($pid) = @_;
  my $boot = '-';
  if (open(my $file, '<', '/proc/sys/kernel/random/boot_id')) { chomp($boot = <$file>) }
  my $start = '-';
  if (open(my $stat, '<', "/proc/$pid/stat")) {
    my $line = <$stat>;
    $line =~ s/^.*\) //s;
    $start = (split ' ', $line)[19];
  }
  return "$boot $pid $start\n";
}

sub run_dyno {
  my ($directory, $streams, $port, @command) = @_;
  chdir $directory or die "$directory: $!";
  umask 0077;
  open(STDIN,  '<', '/dev/null');
  open(STDOUT, '>', '/dev/null');
  open(STDERR, '>', 'shim.log') or die "shim.log: $!";
  $0 = "dynogrid-shim $directory";
  unlink 'sock';
  my $server = serve_on('sock');

  my $attached = $streams ne 'logged';
  pipe(my $out_read, my $out_write) or die "pipe: $!";
  pipe(my $err_read, my $err_write) or die "pipe: $!";
  pipe(my $in_read,  my $in_write)  or die "pipe: $!";
  my $child = fork() // die "fork: $!";
  if (!$child) {
    umask 0022;
    if   ($attached) { open(STDIN, '<&', $in_read) }
    else             { open(STDIN, '<',  '/dev/null') }
    open(STDOUT, '>&', $out_write);
    open(STDERR, '>&', $err_write);
    close $_ for $out_read, $out_write, $err_read, $err_write, $in_read, $in_write, $server,
      $wake_read, $wake_write;
    become(@command);
  }
  close $_ for $out_write, $err_write, $in_read;
  close $in_write unless $attached;
  unblock($_) for $out_read, $err_read;
  unblock($in_write) if $attached;
  write_file('identity', identity($child) . identity($$));

  my (@kept, $kept_bytes, $offset) = ();
  $kept_bytes = 0;
  $offset     = 0;
  my ($client, $to_client, $from_client, $to_child, $input_ended) = (undef, '', '', '', 0);
  my $taken = 0;
  my ($status, $code, $kill_at, $was_attached, $listening) = (undef, '-', undef, 0, 0);
  my %open = (1 => $out_read, 2 => $err_read);
  my $reader_by = Time::HiRes::time() + READER_BY;
  my $family  = $port ? undef : -1;
  my $look_at = 0;
  $family = 0 if $port && !can_ask();

  my $frame = sub { "O $_[0][0] $_[0][1] $_[0][2] " . length($_[0][3]) . "\n" . $_[0][3] };
  my $keep  = sub {
    my ($stream, $data) = @_;
    my $chunk = [$stream, now_ms(), $offset, $data];
    $offset += length $data;
    $to_client .= $frame->($chunk) if $listening;
    return if $attached;
    push @kept, $chunk;
    $kept_bytes += length $data;
    $kept_bytes -= length((shift @kept)->[3]) while $kept_bytes > KEPT && @kept > 1;
  };
  my $take = sub {
    $taken += $_[0];
    $to_client .= "T $taken\n" if $listening;
  };
  my $drop_client = sub {
    close $client if $client;
    ($client, $to_client, $from_client, $listening) = (undef, '', '', 0);
    if ($was_attached && !defined $status) { signal_all('KILL', $child) }
  };
  my $obey = sub {
    while (1) {
      if ($from_client =~ /^A (\d+)\n/) {
        substr($from_client, 0, $+[0], '');
        my $from = $1;
        $to_client .= $frame->($_) for grep { $_->[2] >= $from } @kept;
        $to_client .= "L $family\n" if defined $family && $family >= 0;
        $listening = 1;
        $was_attached = 1 if $attached;
      } elsif ($from_client =~ /^S (\d+)\n/) {
        substr($from_client, 0, $+[0], '');
        my $at = Time::HiRes::time() + $1 / 1000;
        if ($1 == 0) { signal_all('KILL', $child); next }
        signal_all('TERM', $child) unless defined $kill_at;
        $kill_at = $at if !defined $kill_at || $at < $kill_at;
      } elsif ($from_client =~ /^I (\d+)\n/ && length($from_client) >= $+[0] + $1) {
        my ($start, $length) = ($+[0], $1);
        if   ($input_ended) { $take->($length) }
        else                { $to_child .= substr($from_client, $start, $length) }
        substr($from_client, 0, $start + $length, '');
      } elsif ($from_client =~ s/^E\n//) {
        $input_ended = 1;
      } elsif ($from_client =~ s/^W (\d+) (\d+)\n//) {
        resize($child, $1, $2);
      } else {
        last;
      }
    }
  };
  my $read_from = sub {
    my ($stream) = @_;
    my $read = sysread($open{$stream}, my $data, PIECE);
    if ($read) { $keep->($stream, $data) }
    elsif (defined $read || ($! != EINTR && $! != EAGAIN)) { delete $open{$stream} }
    return $read;
  };

  my $look = sub {
    my $found = family_of($port, $child);
    $look_at = Time::HiRes::time() + (defined $found ? LOOK_AWAY : LOOK);
    return unless defined $found && $found > 0;
    $family = $found;
    $to_client .= "L $family\n" if $listening;
  };

  # What was attached is not kept, so its reader is waited for, though not for ever.
  my $awaited = sub { $attached && !$was_attached && Time::HiRes::time() < $reader_by };
  while (!defined $status || $awaited->()) {
    my ($read, $write) = ('', '');
    vec($read, fileno($_), 1) = 1 for $server, $wake_read;
    if (!$attached || ($listening && length $to_client < BACKLOG)) {
      vec($read, fileno($_), 1) = 1 for values %open;
    }
    if ($client) {
      vec($read, fileno($client), 1) = 1;
      vec($write, fileno($client), 1) = 1 if length $to_client;
    }
    if ($attached && defined fileno($in_write) && length $to_child) {
      vec($write, fileno($in_write), 1) = 1;
    }
    my $wait = defined $kill_at ? $kill_at - Time::HiRes::time() : undef;
    $wait = 0.1 if defined $status;
    if (!defined $family && !defined $status) {
      $look->() if Time::HiRes::time() >= $look_at;
      my $until = defined $family ? 0 : $look_at - Time::HiRes::time();
      $wait = $until if !defined $wait || $until < $wait;
    }
    $wait = 0 if defined $wait && $wait < 0;
    my $found = select($read, $write, undef, $wait);
    if (!defined $status && defined $kill_at && Time::HiRes::time() >= $kill_at) {
      $code = 'R12';
      signal_all('KILL', $child);
      $kill_at = Time::HiRes::time() + 1;
    }
    next if $found <= 0;
    if (vec($read, fileno($wake_read), 1)) {
      sysread($wake_read, my $ignored, PIECE);
      while ((my $pid = waitpid(-1, WNOHANG)) > 0) {
        $status = status_of($?) if $pid == $child;
      }
    }
    for my $stream (sort keys %open) {
      $read_from->($stream) if vec($read, fileno($open{$stream}), 1);
    }
    if (vec($read, fileno($server), 1) && accept(my $new, $server)) {
      $drop_client->() if $client && !$was_attached;
      if ($client) { close $new }
      else {
        $client = $new;
        unblock($client);
        next;
      }
    }
    if ($client && vec($write, fileno($client), 1)) {
      my $wrote = syswrite($client, $to_client, PIECE);
      if (defined $wrote) { substr($to_client, 0, $wrote, '') }
      elsif ($! != EINTR && $! != EAGAIN) { $drop_client->(); next }
    }
    if ($client && vec($read, fileno($client), 1)) {
      my $got = sysread($client, $from_client, PIECE, length $from_client);
      if ($got) { $obey->() }
      elsif (defined $got || ($! != EINTR && $! != EAGAIN)) { $drop_client->() }
    }
    if ($attached && defined fileno($in_write)) {
      if (length $to_child) {
        my $wrote = syswrite($in_write, $to_child, PIECE);
        if (defined $wrote) {
          substr($to_child, 0, $wrote, '');
          $take->($wrote);
        }
        elsif ($! != EINTR && $! != EAGAIN) {
          $take->(length $to_child);    # nobody reads it any more
          ($to_child, $input_ended) = ('', 1);
        }
      }
      close $in_write if $input_ended && !length $to_child;
    }
  }

  # The program has ended: so does all that it left behind, and what it wrote last is read.
  end_all($child);
  for my $stream (sort keys %open) {
    my $until = Time::HiRes::time() + LAST_WRITE;
    while ($open{$stream} && Time::HiRes::time() < $until) {
      if ($attached && $client) { flush_client($client, \$to_client, LAST_WRITE) }
      last unless defined $read_from->($stream);
    }
  }
  my $time = now_ms();
  write_file('output', join '', map { $frame->($_) } @kept);
  write_file('exit', "$status $time $code\n");
  unlink 'sock';    # from here on the files tell, so nobody may come who would not be heard
  if (!$client && accept(my $late, $server)) {
    $client = $late;
    unblock($client);
  }
  if ($client) {
    # Who has come, and was not heard before the end, gets what it would have asked for.
    if (!$listening) { $to_client .= $frame->($_) for @kept }
    $to_client .= "X $status $time $code\n" ;
    flush_client($client, \$to_client, LAST_WRITE);
  }
  return 0;
}

sub flush_client {
  my ($client, $data, $seconds) = @_;
  my $until = Time::HiRes::time() + $seconds;
  while (length $$data && Time::HiRes::time() < $until) {
    my $write = '';
    vec($write, fileno($client), 1) = 1;
    next if select(undef, $write, undef, 0.1) <= 0;
    my $wrote = syswrite($client, $$data, PIECE);
    if (defined $wrote) { substr($$data, 0, $wrote, '') }
    elsif ($! != EINTR && $! != EAGAIN) { return }
  }
}

# The terminal is that of the first process below us that has one.
sub resize {
  my ($session, $columns, $rows) = @_;
  for my $pid (dyno_processes($session)) {
    my $terminal = readlink("/proc/$pid/fd/0") // next;
    next unless $terminal =~ m{^/dev/pts/\d+$};
    system('stty', '-F', $terminal, 'cols', $columns, 'rows', $rows);
    return;
  }
}
