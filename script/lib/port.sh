# shellcheck shell=bash
# Ports of this machine, and questions over HTTP, with nothing but bash.

# Whether nobody listens on a loopback port.
port_is_free() {
  ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The first free port from a number on.
free_port() {
  local port=$1
  until port_is_free "$port"; do
    port=$((port + 1))
    [ "$port" -lt $(($1 + 500)) ] || return 1
  done
  printf '%s' "$port"
}

# A free port from somewhere in the upper ranges, so that two runs at once seldom meet.
any_free_port() {
  free_port $((20000 + (RANDOM * 32768 + RANDOM) % 12000))
}

# The status code of a GET on a loopback port, or nothing if nobody answers.
http_status() {
  local port=$1 path=$2 line
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$path" >&3
  read -r -t 5 _ line _ <&3 || line=""
  exec 3>&-
  printf '%s' "$line"
} 2>/dev/null
