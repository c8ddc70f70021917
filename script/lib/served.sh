# shellcheck shell=bash
# Tries the one command of the README as a new user would: it serves, Ctrl-C leaves nothing behind, the data is kept.

served_group=""

# Ends what is still there, whatever happened.
served_end() {
  [ -z "$served_group" ] || kill -TERM -- "-$served_group" 2>/dev/null || true
  served_group=""
}

# Starts script/server, signs in as a persona that it names, interrupts it, and sees that nothing of it is left. Says the
# password that it printed.
serve_once() {
  local log=$scratch/server.log at password tries
  : >"$log"
  # In a group of its own, which a terminal would interrupt as a whole.
  set -m
  PORT=$(any_free_port) script/server >"$log" 2>&1 &
  served_group=$!
  set +m
  for tries in $(seq 1 3000); do
    ! grep -q 'Ctrl-C stops everything' "$log" || break
    if ! kill -0 "$served_group" 2>/dev/null || [ "$tries" -eq 3000 ]; then
      cat "$log" >&2
      fail "script/server did not come up."
    fi
    sleep 0.1
  done
  at=$(sed -n 's|.*GraphQL *\(http://[^ ]*\)/graphql$|\1|p' "$log")
  password=$(sed -n 's/.*The password of all of them: //p' "$log")
  curl -sS --fail-with-body -o /dev/null -H 'Content-Type: application/json' "$at/auth/sign-in" \
    -d "{\"email\": \"head@lateral.example\", \"password\": \"$password\"}" || fail "Nobody can sign in."
  curl -sS --fail-with-body "$at/graphql" -H 'Content-Type: application/json' -d '{"query": "{ registerFreshness { openSchools } }"}' |
    grep -q '"openSchools":2[0-9][0-9][0-9][0-9]' || fail "The register is not there."
  # The first query as it is printed.
  sed -n '/^ *A first query:/,/^ *Ctrl-C/p' "$log" | sed '1d;$d' | awk '{ gsub(/"/, "\\\""); printf "%s ", $0 }' >"$scratch/query"
  curl -sS --fail-with-body "$at/graphql" -H 'Content-Type: application/json' -d "{\"query\": \"$(cat "$scratch/query")\"}" |
    grep -q '^{"data":{"offers":{"edges":\[' || fail "The first query is not answered."
  kill -INT -- "-$served_group"
  wait "$served_group" || [ $? -eq 130 ] || fail "script/server does not end as one that was interrupted."
  served_group=""
  [ -z "$(pgrep -f "$LATERAL_DATA" || true)" ] || fail "Something of script/server is left."
  ! curl -sS -o /dev/null "$at/livez" 2>/dev/null || fail "The service is left."
  served_password=$password
}

try_server() {
  local first
  # The build of the tests and a small world: what is tried is the command, not its speed.
  export LATERAL_DATA=$scratch/served LATERAL_PROFILE=dev LATERAL_SCHOOLS=60
  unset DATABASE_URL
  # The command's own cluster belongs to another account when this runs as root.
  mkdir -p "$LATERAL_DATA"
  command -v curl >/dev/null || install_packages curl
  serve_once
  first=$served_password
  serve_once
  [ "$first" = "$served_password" ] || fail "The second start has made another world."
  grep -q 'was applied before' "$scratch/server.log" || fail "The second start has loaded the register again."
  # A database that is given is used, and no cluster is made beside it.
  postgres_as "$cluster" psql -X -q -d "$LATERAL_TEST_DATABASE_URL" -c 'create database given'
  export LATERAL_DATA=$scratch/given DATABASE_URL=${LATERAL_TEST_DATABASE_URL%/*}/given
  mkdir -p "$LATERAL_DATA"
  serve_once
  unset DATABASE_URL
  [ ! -e "$LATERAL_DATA/pg" ] || fail "A cluster was made beside the database that is given."
}
