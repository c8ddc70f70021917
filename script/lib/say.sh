# shellcheck shell=bash
# What the scripts say, and how they give up.

# Says what is being done, so that a pause has a name.
say() {
  printf '\n%s\n' "$*" >&2
}

# Says something that one may need later, without a gap.
note() {
  printf '  %s\n' "$*" >&2
}

# Says why it goes no further, and stops.
fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}
