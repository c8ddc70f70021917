# shellcheck shell=bash
# A Redis of our own for the tests: found or unpacked beside the project, on a port of ours, keeping nothing on disk.

# Finds the server's program; unpacks one where the machine has none, so that no service starts by being installed.
redis_find() {
  command -v redis-server || command -v valkey-server && return
  local program
  for program in "$packages"/usr/bin/redis-server "$packages"/usr/bin/valkey-server; do
    [ -x "$program" ] && printf '%s' "$program" && return
  done
  return 1
}

# Sets `redis_program`; brings Redis in when the machine has none.
redis_need() {
  redis_program=$(redis_find) && return
  say "Redis is not here; unpacking it beside the project."
  if unpack_packages redis-server && redis_program=$(redis_find); then
    return
  fi
  fail "Redis could not be brought in. Install it by hand, then run this again:
    Debian, Ubuntu:  sudo apt-get install redis-server
    macOS:           brew install redis"
}

# Starts a Redis in a folder on a free loopback port; sets `redis_port` and `redis_pid`.
redis_start() {
  local folder=$1 attempt _
  for attempt in 1 2 3; do
    redis_port=$(any_free_port) || fail "There is no free port for Redis."
    LD_LIBRARY_PATH=$(unpacked_libraries) "$redis_program" --bind 127.0.0.1 --port "$redis_port" --dir "$folder" --save '' \
      --appendonly no --logfile "$folder/redis.log" --maxmemory 256mb --maxmemory-policy volatile-ttl </dev/null >/dev/null 2>&1 &
    redis_pid=$!
    for _ in $(seq 1 100); do
      kill -0 "$redis_pid" 2>/dev/null || break
      port_is_free "$redis_port" || return 0
      sleep 0.05
    done
    kill "$redis_pid" 2>/dev/null || true
  done
  tail -n 5 "$folder/redis.log" >&2
  fail "Redis does not start (tried $attempt times)."
}

# Stops the Redis that this script started.
redis_stop() {
  [ -z "${redis_pid:-}" ] || { kill "$redis_pid" && wait "$redis_pid"; } 2>/dev/null || true
}
