# shellcheck shell=bash
# Brings in what a fresh machine lacks: through apt as root, else unpacked beside the project, else by telling what to type.

# Where packages are unpacked when they may not or need not be installed; remembered between runs.
packages="$root/.data/packages"

# The folders in which the libraries of unpacked packages lie, joined for LD_LIBRARY_PATH.
unpacked_libraries() {
  local folder joined=""
  for folder in "$packages"/usr/lib/*-linux-gnu* "$packages"/lib/*-linux-gnu* "$packages"/usr/lib "$packages"/lib; do
    [ -d "$folder" ] && joined="$joined${joined:+:}$folder"
  done
  printf '%s' "$joined"
}

# The words that make a command run as root: nothing, `sudo -n`, or failure if neither is possible.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo -n "$@"
  else
    return 1
  fi
}

# Whether packages can be installed for the whole machine.
can_install() {
  command -v apt-get >/dev/null && as_root true
}

# Installs packages for the whole machine, without questions; waits for another apt to finish.
install_packages() {
  as_root apt-get -qq -o DPkg::Lock::Timeout=600 update >&2 &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 \
      install -y --no-install-recommends "$@" >&2
}

# Runs apt-get or apt-cache on lists of our own, which needs no root and disturbs no other apt.
own_apt() {
  local command=$1
  shift
  mkdir -p "$packages/.apt/lists/partial" "$packages/.apt/cache/archives/partial"
  "$command" -qq -o "Dir::State::Lists=$packages/.apt/lists" -o "Dir::Cache=$packages/.apt/cache" \
    -o Debug::NoLocking=1 -o APT::Sandbox::User= "$@"
}

# Unpacks packages, with all they need that the machine lacks, under .data/packages; starts nothing, needs no root.
unpack_packages() {
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
  own_apt apt-get update >&2 || return 1
  local names file
  names=$(own_apt apt-get install --simulate --no-install-recommends "$@" | awk '$1 == "Inst" { print $2 }') || return 1
  [ -n "$names" ] || names="$*"
  # The list is split on purpose: package names hold no blanks.
  # shellcheck disable=SC2086
  (cd "$packages/.apt" && own_apt apt-get download $names >&2) || return 1
  for file in "$packages"/.apt/*.deb; do
    dpkg-deb --extract "$file" "$packages" && rm -f "$file" || return 1
  done
}
