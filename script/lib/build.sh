# shellcheck shell=bash
# Builds the one binary and says where it is.

# Stops early, and kindly, where there is no Rust.
cargo_need() {
  if ! command -v cargo >/dev/null && [ -r "$HOME/.cargo/env" ]; then
    # shellcheck source=/dev/null
    . "$HOME/.cargo/env"
  fi
  command -v cargo >/dev/null || fail "Rust is not here. Install its stable toolchain from https://rustup.rs, then run this again."
  command -v cc >/dev/null && return
  say "A C compiler is not here; bringing it in."
  if ! can_install || ! install_packages gcc libc6-dev make; then
    fail "A C compiler is needed to build. On Debian or Ubuntu:  sudo apt-get install gcc libc6-dev make"
  fi
}

# The folder that Cargo builds into, wherever its settings put it.
cargo_target() {
  cargo metadata --no-deps --offline --format-version 1 2>/dev/null | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p'
}

# Adds the folder of our own tools to the path, and builds a tool there if the machine has none.
#   cargo_tool NAME VERSION INSTALL-OPTION…
cargo_tool() {
  local name=$1 version=$2 place="${XDG_CACHE_HOME:-$HOME/.cache}/lateral/tools"
  shift 2
  PATH=$PATH:$place/bin
  command -v "$name" >/dev/null && return
  note "$name is not here; building it once (some minutes)."
  env -u CARGO_TARGET_DIR cargo install "$name" --quiet --locked --version "$version" --root "$place" "$@" >&2
}
