# shellcheck shell=bash
# Chromium and its driver, for the test that uses GraphiQL as a broker would.

# Sets `browser` and `browser_driver` to what the machine has.
browser_find() {
  browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) &&
    browser_driver=$(command -v chromedriver)
}

# Finds the two, or installs them where that is possible; fails where it is not.
browser_need() {
  browser_find && return
  can_install || return 1
  say "Chromium and its driver are not here; installing them for the browser test."
  install_packages chromium chromium-driver && browser_find
}
