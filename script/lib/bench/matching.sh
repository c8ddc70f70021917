# shellcheck shell=bash
# The figures of matching (docs/matching.md): makes the markets over the real register, times the planner on each in a process of
# its own, and reckons how seconds grow with pairs. Needs no database.

# Makes a market, once.
market() {
  local name="$1x$2"
  [ -e "$place/$name/meta.json" ] || "$lateral" generate --requests "$1" --specialists "$2" --seed 20261121 "$place/$name" >&2
  printf '%s\n' "$place/$name"
}

bench_matching() {
  local place=$root/.data/bench/matching target folder figures
  cargo_need
  target=$(cargo_target)
  say "Building as it ships."
  cargo build --release --bin lateral
  lateral=$target/release/lateral
  mkdir -p "$place"
  figures=$place/figures.txt
  : >"$figures"
  for folder in data/matching/small "$(market 5000 10000)" "$(market 25000 10000)" "$(market 50000 100000)"; do
    cargo bench --quiet --manifest-path domain/Cargo.toml --bench plan -- "$root/${folder#"$root/"}" | tee -a "$figures"
  done
  # Between two markets where there is enough for everybody: how many times longer, by how many times more pairs.
  awk '
    / pairs$/ { pairs = $(NF - 1); ample = $(NF - 5) * 2 <= $(NF - 3) + 0 }
    /^  fair: / && ample { if (before) printf "growth exponent from %d to %d pairs: %.2f\n", least, pairs, \
      log($2 / before) / log(pairs / least); before = $2; least = pairs }' "$figures"
  say "Candidates for one request, and reciprocity rings."
  cargo bench --quiet --manifest-path domain/Cargo.toml --bench candidates
  cargo bench --quiet --manifest-path domain/Cargo.toml --bench rings
}
