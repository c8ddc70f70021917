# shellcheck shell=bash
# A PostgreSQL of our own: found or brought in, in a folder of ours, on a port of ours. A system's cluster is never touched.

postgres_oldest=15

# The folder with PostgreSQL's programs: of the version asked for, or the newest that is new enough.
postgres_find() {
  local wanted=${1:-} folder version best="" best_version=0
  for folder in "$(dirname "$(command -v initdb || echo /nowhere/initdb)")" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
    /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin "$packages"/usr/lib/postgresql/*/bin; do
    if ! { [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/psql" ]; }; then
      continue
    fi
    version=$(LD_LIBRARY_PATH=$(unpacked_libraries) "$folder/postgres" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')
    [ -z "$wanted" ] || [ "$version" = "$wanted" ] || continue
    if [ "${version:-0}" -ge "$postgres_oldest" ] && [ "$version" -gt "$best_version" ]; then
      best=$folder best_version=$version
    fi
  done
  [ -n "$best" ] && printf '%s' "$best"
}

# The newest server package that apt offers, when it is new enough.
postgres_package() {
  apt-cache "$@" pkgnames postgresql- | sed -n 's/^postgresql-\([0-9][0-9]*\)$/\1/p' | sort -n |
    awk -v oldest="$postgres_oldest" '$1 >= oldest { name = "postgresql-" $1 } END { if (name) print name; else exit 1 }'
}

# Installs the server without letting Debian make and start a cluster for the machine.
postgres_install() {
  local name quiet=/etc/postgresql-common/createcluster.d/no-cluster-by-lateral.conf status=0
  install_packages postgresql-common || return 1
  name=$(postgres_package) || return 1
  as_root mkdir -p "$(dirname "$quiet")" && echo 'create_main_cluster = false' | as_root tee "$quiet" >/dev/null || return 1
  install_packages "$name" || status=1
  as_root rm -f "$quiet"
  return "$status"
}

# Unpacks the server beside the project, where nothing may be installed.
postgres_unpack() {
  local name
  own_apt apt-get update >&2 || return 1
  name=$(postgres_package -o "Dir::State::Lists=$packages/.apt/lists" -o "Dir::Cache=$packages/.apt/cache") || return 1
  unpack_packages "$name"
}

# Sets `postgres_bin`; brings PostgreSQL in when the machine has none. A cluster made before keeps its version.
#   postgres_need VERSION-OR-NOTHING
postgres_need() {
  postgres_bin=$(postgres_find "$1") && return
  [ -z "$1" ] || fail "The data under .data/pg needs PostgreSQL $1, which is no longer here. Install it, or remove .data/pg to begin again."
  say "PostgreSQL $postgres_oldest or later is not here; bringing it in."
  if can_install; then
    postgres_install || note "Installing failed; trying to unpack it beside the project instead."
  fi
  postgres_bin=$(postgres_find) && return
  if postgres_unpack && postgres_bin=$(postgres_find); then
    return
  fi
  fail "PostgreSQL $postgres_oldest or later could not be brought in. Install it by hand, then run this again:
    Debian, Ubuntu:  sudo apt-get install postgresql
    Fedora:          sudo dnf install postgresql-server postgresql-contrib
    macOS:           brew install postgresql@17
or set DATABASE_URL to a database of yours."
}

# Runs a program of PostgreSQL as the owner of a folder, because the server refuses to run as root.
#   postgres_as FOLDER PROGRAM ARGUMENT…
postgres_as() {
  local folder=$1 program=$2 owner group
  shift 2
  if [ "$(id -u)" != 0 ]; then
    LD_LIBRARY_PATH=$(unpacked_libraries) "$postgres_bin/$program" "$@"
    return
  fi
  owner=$(stat -c %u "$folder") group=$(stat -c %g "$folder")
  local -a become=(setpriv --reuid "$owner" --regid "$group" --clear-groups)
  # A clone below a folder that only root may enter, such as /root, is out of that user's reach without this one power.
  if ! "${become[@]}" test -x "$folder"; then
    become+=(--inh-caps +dac_override --ambient-caps +dac_override)
  fi
  (cd / && exec env LD_LIBRARY_PATH="$(unpacked_libraries)" "${become[@]}" "$postgres_bin/$program" "$@")
}

# Makes a folder and gives it to whoever will run the server: ourselves, or for root the user postgres or nobody.
postgres_folder() {
  mkdir -p "$1"
  if [ "$(id -u)" = 0 ] && [ "$(stat -c %u "$1")" = 0 ]; then
    local user=nobody
    id postgres >/dev/null 2>&1 && user=postgres
    chown "$user:" "$1"
  elif [ "$(id -u)" != 0 ] && [ ! -O "$1" ]; then
    fail "$1 belongs to somebody else, probably from a run as root. Run this as that user, or remove the folder."
  fi
  chmod 700 "$1"
}

# Makes a cluster in a folder, with one superuser who signs in by password.
#   postgres_create FOLDER USER PASSWORD
postgres_create() {
  local folder=$1 user=$2 password=$3 file
  file=$(mktemp)
  printf '%s\n' "$password" >"$file"
  [ "$(id -u)" != 0 ] || chown "$(stat -c %u "$folder")" "$file"
  postgres_as "$folder" initdb --pgdata="$folder" --username="$user" --pwfile="$file" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --no-instructions >/dev/null || fail "initdb failed in $folder."
  rm -f "$file"
}

# Starts a cluster on a free loopback port, with further settings; sets `postgres_port`.
#   postgres_start FOLDER FIRST-PORT-TO-TRY SETTING=VALUE…
postgres_start() {
  local folder=$1 first=$2 setting options attempt
  shift 2
  for attempt in 1 2 3 4 5; do
    postgres_port=$(free_port "$first") || fail "There is no free port for PostgreSQL."
    options="-c listen_addresses=127.0.0.1 -c port=$postgres_port -c unix_socket_directories="
    for setting in "$@"; do options="$options -c $setting"; done
    if postgres_as "$folder" pg_ctl start --pgdata="$folder" --wait --timeout=60 --silent --log="$folder/server.log" \
      --options="$options" >/dev/null; then
      return
    fi
    # Somebody may have taken the port between the look and the start; anything else fails again and is told.
    first=$((postgres_port + 1 + attempt))
  done
  tail -n 5 "$folder/server.log" >&2
  fail "PostgreSQL does not start; its log is $folder/server.log"
}

# Whether a cluster is running.
postgres_runs() {
  postgres_as "$1" pg_ctl status --pgdata="$1" >/dev/null 2>&1
}

# Stops a cluster, ending its connections; quiet if it is not running.
postgres_stop() {
  postgres_as "$1" pg_ctl stop --pgdata="$1" --mode=fast --wait --timeout=60 --silent >/dev/null 2>&1 || true
}
