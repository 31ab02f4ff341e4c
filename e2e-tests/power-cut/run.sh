#!/usr/bin/env bash
# The power of a PostgreSQL server is cut while a relay publishes into it: all its processes are killed, and each of its files is put
# back to what it was when it was last synced. Then nothing that was acknowledged may be missing, and every entry must verify.
#   e2e-tests/power-cut/run.sh [CUTS] [fsync=off]      (the latter to see that the trial finds what is lost)
# Needs initdb, pg_ctl and psql on the PATH, a C compiler and, as root, setpriv. The relay must have been built.
set -euo pipefail
root=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
. "$root/scripts/jdk"
cuts=${1:-5}
fsync=${2:-fsync=on}
jar=${jar:-$root/relay-server/target/bambusa-relay.jar}
work=$(mktemp -d)
cluster=$work/cluster
synced=$work/synced
port=${PORT:-$((20000 + RANDOM % 10000))}
store=postgresql://relay@127.0.0.1:$port/relays
mkdir "$cluster" "$synced"
chmod 755 "$work"
as=()
if [ "$(id -u)" = 0 ]; then
  chown nobody "$cluster" "$synced"
  as=(setpriv --reuid nobody --regid nogroup --clear-groups)
fi
relay() { exec "$JAVA_HOME/bin/java" "@$root/scripts/relay.jvm" -jar "$jar" "$@"; }
start() { "${as[@]}" env SYNCED="$synced" LD_PRELOAD="$work/synced.so" "$(command -v pg_ctl)" -D "$cluster" -w -t 120 -l "$cluster/log" start >/dev/null; }
server() { head -1 "$cluster/postmaster.pid"; }
entries() { psql -qtAX "$store" -c 'SELECT count(*) FROM entries'; }

cut_power() {
  local server inode
  server=$(server)
  # Stopped first, so that nothing is synced while the others die.
  kill -STOP "$server" $(pgrep -P "$server") || true
  kill -KILL "$server" $(pgrep -P "$server") || true
  while pgrep -P "$server" >/dev/null || kill -0 "$server" 2>/dev/null; do sleep 0.1; done
  find "$cluster" -type f ! -name log -printf '%i %p\n' | while read -r inode file; do
    # Never synced: there without content.
    if [ -f "$synced/$inode" ]; then cat "$synced/$inode" >"$file"; else : >"$file"; fi
  done
  rm -f "$cluster/postmaster.pid"
}

end() {
  kill $publisher $process $(pgrep -P "${publisher:-0}") 2>/dev/null || true
  if [ -f "$cluster/postmaster.pid" ]; then "${as[@]}" pg_ctl -D "$cluster" -m immediate stop >/dev/null || true; fi
  rm -rf "$work"
}
publisher= process=
trap end EXIT

cc -shared -fPIC -w -o "$work/synced.so" "$root/e2e-tests/power-cut/synced.c"
"${as[@]}" "$(command -v initdb)" -A trust -U relay -E UTF8 --locale=C -N --wal-segsize=1 -D "$cluster" >/dev/null
printf '%s\n' "listen_addresses = '127.0.0.1'" "unix_socket_directories = ''" "port = $port" "$fsync" \
  "checkpoint_timeout = 30s" "max_wal_size = 8MB" >>"$cluster/postgresql.conf"
# All that initdb has made is taken to be on disk.
find "$cluster" -type f -printf '%i %p\n' | while read -r inode file; do cp "$file" "$synced/$inode"; done
chmod -R a+rwX "$synced"
start
psql -qX "postgresql://relay@127.0.0.1:$port/postgres" -c 'CREATE DATABASE relays' -c CHECKPOINT

: >"$work/out"
relay --data "$work/data" --host 127.0.0.1 --http-port 0 --no-quic --store "$store" >"$work/out" 2>"$work/err" &
process=$!
until url=$(sed -n 's/^ *GraphQL *//p' "$work/out") && [ -n "$url" ]; do kill -0 $process; sleep 0.2; done
publish() { while true; do (relay demo --relay "$url" --entries 5000 --every 0) >/dev/null 2>&1 || sleep 0.2; done; }
publish &
publisher=$!

before=0
for cut in $(seq "$cuts"); do
  until now=$(entries) && [ "$now" -gt $((before + 200)) ]; do sleep 0.2; done
  sleep "0.$((RANDOM % 10))"
  seen=$(entries)
  cut_power
  start
  before=$(entries)
  (relay verify --store "$store") >"$work/verified" || { cat "$work/verified"; exit 1; }
  echo "Cut $cut: $seen entries were seen before, $before are there after, all verify."
  [ "$before" -ge "$seen" ] || { echo "Acknowledged entries are lost." >&2; exit 1; }
done
